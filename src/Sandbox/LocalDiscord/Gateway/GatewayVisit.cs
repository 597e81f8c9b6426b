namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>One connection as the server saw it.</summary>
/// <param name="Number">Counts from 1, over all connections.</param>
/// <param name="ByResumeUrl">True when it came to <c>resume_gateway_url</c>.</param>
public sealed record GatewayVisit(int Number, DateTimeOffset Opened, bool ByResumeUrl)
{
    /// <summary>The session it serves or served; null before identify or resume.</summary>
    public string? Session { get; init; }

    public bool Resumed { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>The code that the client closed with; null when the server closed first or nobody did.</summary>
    public int? ClientCode { get; init; }

    /// <summary>The code that the server closed with; null when the client closed first or nobody did.</summary>
    public int? ServerCode { get; init; }
}
