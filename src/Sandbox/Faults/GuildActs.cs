using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Sandbox.LocalDiscord;

namespace NewsBot.Sandbox.Faults;

/// <summary>
/// What an administrator of the guild does, for a person with curl or a test in another process; docs/sandbox.md lists it. As with faults, a
/// body must be application/json, and a web page elsewhere can send neither that nor PUT and DELETE without asking first (CORS).
/// </summary>
internal static class GuildActs
{
    /// <summary>A name, a topic and a few ids.</summary>
    private const long MaxBody = 16 * 1024;

    /// <summary>Names and topics as Discord bounds them.</summary>
    private const int MaxName = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static void Map(IEndpointRouteBuilder web, Discord discord)
    {
        var guild = web.MapGroup("/sandbox/guild");
        guild.MapPut("channels/{channel}", (HttpRequest request, ulong channel, CancellationToken ct) =>
            FaultRoutes.ActAsync<ChannelBody>(request, MaxBody, Json, body => AddChannel(discord, channel, body), ct));
        guild.MapDelete("channels/{channel}", (ulong channel) => Gone(discord.DeleteChannel(channel)));
        guild.MapDelete("channels/{channel}/messages/{message}", (ulong channel, ulong message) => Gone(discord.Delete(channel, message)));
        guild.MapPut("channels/{channel}/permissions", (HttpRequest request, ulong channel, CancellationToken ct) =>
            FaultRoutes.ActAsync<PermissionsBody>(request, MaxBody, Json, body => discord.SetPermissions(channel, Sum(body.Deny), Sum(body.Allow), body.Holder), ct));
        guild.MapPut("members/{member}", (HttpRequest request, ulong member, CancellationToken ct) =>
            FaultRoutes.ActAsync<MemberBody>(request, MaxBody, Json, body => discord.AddPerson(member, Named(body.Name), body.Roles ?? []), ct));
        guild.MapPut("roles/{role}", (HttpRequest request, ulong role, CancellationToken ct) =>
            FaultRoutes.ActAsync<RoleBody>(request, MaxBody, Json, body => discord.AddRole(role, Named(body.Name), body.Colour, Sum(body.Permissions)), ct));
    }

    private static void AddChannel(Discord discord, ulong id, ChannelBody body)
    {
        switch (body.Type)
        {
            case ChannelType.Forum:
                discord.AddForum(id, Named(body.Name), [], topic: body.Topic);
                break;
            case ChannelType.Text or ChannelType.Announcement:
                discord.AddChannel(id, Named(body.Name), body.Topic, body.Type);
                break;
            default:
                throw new ArgumentException("A channel is text, announcement or forum; threads are begun by the bot.", nameof(body));
        }
    }

    private static string Named(string? name)
        => name is { Length: > 0 and <= MaxName } ? name : throw new ArgumentException($"\"name\" must have 1 to {MaxName} characters.", nameof(name));

    private static Permissions Sum(IReadOnlyList<Permissions>? permissions) => (permissions ?? []).Aggregate(Permissions.None, (sum, one) => sum | one);

    private static IResult Gone(bool found) => found ? Results.NoContent() : Results.NotFound();

    private sealed record ChannelBody(string? Name, string? Topic, ChannelType Type);

    private sealed record PermissionsBody(IReadOnlyList<Permissions>? Deny, IReadOnlyList<Permissions>? Allow, ulong? Holder);

    private sealed record MemberBody(string? Name, IReadOnlyList<ulong>? Roles);

    private sealed record RoleBody(string? Name, int Colour, IReadOnlyList<Permissions>? Permissions);
}
