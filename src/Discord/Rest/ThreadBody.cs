using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>A thread on a message, or with <see cref="Message"/> one in a forum.</summary>
internal sealed record ThreadBody
{
    public required string Name { get; init; }

    public ThreadArchive? AutoArchiveDuration { get; init; }

    public IReadOnlyList<Snowflake>? AppliedTags { get; init; }

    public MessageBody? Message { get; init; }
}

/// <summary>The answer to "List Active Guild Threads" and "List Public Archived Threads".</summary>
internal sealed record ActiveThreads(Channel[] Threads);

internal sealed record WebhookBody(string Name);
