using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalDiscord.Interactions;

namespace NewsBot.Sandbox.Page;

/// <summary>
/// What people do on the page. The bot's answer comes by the page's live events, not here.
/// <code>
/// POST /sandbox/interactions   {"kind":"command","as":"…","channel":"…","nonce":"…","command":"…","name":"news post","options":{"item":"42"}}   gives {"id":"…"}
/// </code>
/// A wrong act is answered with 400 and {"error"}, in words for the person. Bodies must be application/json from this very origin: a web
/// page elsewhere cannot send that here without asking first (CORS), and nobody says yes.
/// </summary>
internal static class ActRoutes
{
    /// <summary>Bytes of a body: a form of five texts of 4000 characters, escaped.</summary>
    private const long MaxBody = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public static void Map(IEndpointRouteBuilder web, Discord discord) => web.MapPost("/sandbox/interactions", async (HttpRequest request, CancellationToken ct) =>
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBody;
        if (!request.HasJsonContentType() || IsForeign(request))
        {
            return Wrong(StatusCodes.Status415UnsupportedMediaType, "Content-Type must be application/json, and the page must be this one.");
        }

        try
        {
            var act = await JsonSerializer.DeserializeAsync<Act>(request.Body, Json, ct) ?? throw new JsonException("The body is null.");
            var interaction = await DoAsync(act, discord, ct);
            return Results.Json(new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = Snowflakes.Text(interaction.Id) });
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return Wrong(StatusCodes.Status400BadRequest, wrong is ArgumentException { ParamName: { } name } ? wrong.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : wrong.Message);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Wrong(refused.StatusCode, $"The body is larger than {MaxBody} bytes.");
        }
    });

    private static Task<Interaction> DoAsync(Act act, Discord discord, CancellationToken ct)
    {
        var (interactions, person, channel) = (discord.Interactions, Id(act.As, "person"), Id(act.Channel, "channel"));
        if (!discord.PermissionsOf(person, channel).HasFlag(Permissions.ViewChannel))
        {
            throw new ArgumentException("This person sees no such channel.", nameof(act));
        }

        switch (act.Kind)
        {
            case "command" or "autocomplete":
                var focused = act.Kind == "command" ? null : act.Focused ?? throw new ArgumentException("Name the option that is being typed.", nameof(act));
                return interactions.RunAsync(person, channel, Usable(CommandForm.Chat), act.Name ?? "", act.Options, focused, act.Nonce, ct);
            case "menu":
                return interactions.MenuAsync(person, Standing(), Usable(CommandForm.Message), act.Nonce, ct);
            case "button" or "select":
                return interactions.UseAsync(person, Standing(), act.CustomId ?? "", act.Kind == "button" ? null : act.Values, act.Nonce, ct);
            case "modal":
                var modal = interactions.FindModal(Id(act.Modal, "form")) ?? throw new ArgumentException("This form was closed too long ago.", nameof(act));
                return interactions.SubmitAsync(person, modal, act.Fields, act.Nonce, ct);
            default:
                throw new ArgumentException($"There is no act \"{act.Kind}\": it is command, autocomplete, menu, button, select or modal.", nameof(act));
        }

        RegisteredCommand Usable(int type) => interactions.Book.Find(Id(act.Command, "command")) is { } command && command.Type == type && interactions.MayUse(person, channel, command)
            ? command
            : throw new ArgumentException("There is no such command for this person here.", nameof(act));

        Message Standing() => interactions.FindMessage(channel, Id(act.Message, "message")) ?? throw new ArgumentException("This message is gone.", nameof(act));
    }

    /// <summary>Browsers name the origin of a page in every POST; programs name none.</summary>
    private static bool IsForeign(HttpRequest request)
        => request.Headers.Origin is [{ Length: > 0 } origin] && origin != $"{request.Scheme}://{request.Host}";

    private static ulong Id(string? text, string what) => Snowflakes.TryParse(text, out var id) ? id : throw new ArgumentException($"The {what}'s id is missing.", nameof(text));

    private static IResult Wrong(int status, string message)
        => Results.Json(new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = message }, statusCode: status);
}
