using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The body that begins a thread, checked. Message is there for a forum post alone.</summary>
internal sealed record ThreadForm(string Name, int ArchiveAfter, IReadOnlyList<ulong> Tags, MessageForm? Message)
{
    private const int MaxName = 100;
    private const int MaxTags = 5;
    private const int Day = 1440;
    private static readonly int[] Durations = [60, Day, 4320, 10080];

    /// <exception cref="Refusal">50035; in a forum also 40066 or 40067 when its tags do not fit.</exception>
    /// <remarks>https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel.</remarks>
    public static ThreadForm Read(JsonElement json, Channel channel)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw FormErrors.One("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }

        var errors = new FormErrors();
        var form = new Form(json, "", errors);
        var name = form.Text("name", MaxName, required: true) ?? "";
        var after = form.Number("auto_archive_duration", 0, int.MaxValue) ?? Day;
        if (!Durations.Contains(after))
        {
            form.Error("auto_archive_duration", "BASE_TYPE_CHOICES", $"Value must be one of ({string.Join(", ", Durations)}).");
        }

        var tags = form.Items("applied_tags", MaxTags).Select(tag => Snowflakes.TryParse(tag.ToString(), out var id) ? id : 0).ToList();
        var forum = channel.Type == ChannelType.Forum;
        if (forum && form.Object("message") is null)
        {
            form.Error("message", "BASE_TYPE_REQUIRED", "This field is required");
        }

        errors.ThrowIfAny();
        if (forum && tags.Exists(tag => channel.Tags.All(known => known.Id != tag)))
        {
            throw new Refusal(Answer.Error(400, 40066, "There are no tags available that can be set by non-moderators"));
        }

        if (forum && channel.TagRequired && tags.Count == 0)
        {
            throw new Refusal(Answer.Error(400, 40067, "A tag is required to create a forum post in this channel"));
        }

        return new ThreadForm(name, after, tags, forum ? MessageForm.Read(json.GetProperty("message"), create: true) : null);
    }
}
