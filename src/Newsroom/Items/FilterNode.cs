namespace NewsBot.Newsroom.Items;

/// <summary>A part of a filter.</summary>
internal abstract record FilterNode
{
    /// <summary>Does the item pass, and the fact about the item that decides it, in words. They hold text of others: escape them.</summary>
    public abstract (bool Passes, string Why) Explain(FilterSubject subject);

    /// <summary>What passes, as the end of a sentence that begins with "what".</summary>
    /// <param name="not">What passes <c>not</c> this.</param>
    public abstract string Describe(bool not);
}

internal sealed record FilterNot(FilterNode Inner) : FilterNode
{
    public override (bool Passes, string Why) Explain(FilterSubject subject) =>
        Inner.Explain(subject) is var (passes, why) ? (!passes, why) : default;

    public override string Describe(bool not) => Inner.Describe(!not);
}

/// <param name="All">Each must pass; else one of them.</param>
internal sealed record FilterGroup(bool All, FilterNode Left, FilterNode Right) : FilterNode
{
    public override (bool Passes, string Why) Explain(FilterSubject subject)
    {
        var (left, leftWhy) = Left.Explain(subject);
        if (left != All)
        {
            return (left, leftWhy); // One is enough to decide, and it says why.
        }

        var (right, rightWhy) = Right.Explain(subject);
        return (right, right != All ? rightWhy : leftWhy == rightWhy ? leftWhy : $"{leftWhy} and {rightWhy}");
    }

    // Not (a and b) is not a or not b.
    public override string Describe(bool not)
    {
        var all = All != not;
        return $"{Part(Left)} {(all ? "and" : "or")} {Part(Right)}";

        string Part(FilterNode part)
        {
            var bare = part;
            var inner = not;
            while (bare is FilterNot { Inner: var next })
            {
                (bare, inner) = (next, !inner);
            }

            return bare is FilterGroup group && (group.All != inner) != all ? $"({part.Describe(not)})" : part.Describe(not);
        }
    }
}
