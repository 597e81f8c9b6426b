namespace NewsBot.Bot.Hosting;

/// <summary>The configuration, or something that it names, cannot be used. One line each: the key's full name, what is wrong, what would mend it.</summary>
internal sealed class OptionsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public OptionsException(string problem)
        : this([problem])
    {
    }
}
