namespace NewsBot.Digest.Languages;

/// <summary>Pure: how often a digest comes, as a reader says it.</summary>
internal static class PlanText
{
    /// <summary>Such as <c>every week</c>; a plan of another name by that name.</summary>
    public static string Of(Phrases phrases, string language, string plan) =>
        plan is "weekly" or "daily" or "monthly" ? phrases.Say(language, $"plan.{plan}") : plan;
}
