using System.Net;

namespace NewsBot.Discord.Rest;

/// <summary>Discord refused a request, or answered something that cannot be read.</summary>
public sealed class DiscordException : Exception
{
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">See <see cref="ErrorCode"/>; 0 when Discord gave none, as in an HTML page of its proxy.</param>
    /// <param name="path">Method and template.</param>
    /// <param name="reason">What Discord says, or what is wrong with its answer.</param>
    /// <param name="errors">See <see cref="Errors"/>.</param>
    /// <param name="inner">What could not be read.</param>
    public DiscordException(HttpStatusCode status, int code, string path, string reason, IReadOnlyList<string>? errors = null, Exception? inner = null)
        : base($"Discord answered {(int)status}{(code == 0 ? "" : $" (code {code})")} to {path}: {string.Join("; ", [reason, .. errors ?? []])}", inner)
    {
        Status = status;
        Code = code;
        Path = path;
        Errors = errors ?? [];
    }

    public HttpStatusCode Status { get; }

    public int Code { get; }

    /// <summary>Method and template, as in <c>POST /channels/{channel}/messages</c>.</summary>
    public string Path { get; }

    /// <summary>What is wrong with which field (code 50035), as in <c>embeds[0].image.url: Not a well formed URL.</c></summary>
    public IReadOnlyList<string> Errors { get; }
}
