using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalMailbox;

namespace NewsBot.Sandbox.Faults;

/// <summary>
/// Faults by hand, for a person with curl or a test in another process:
/// <code>
/// GET    /sandbox/faults/discord          the rules that stand, by id
/// POST   /sandbox/faults/discord          {"kind":"errorAfter","probability":0.05,"times":3,"method":"POST","channel":"123","wait":"00:00:02"} gives {"id":1}
/// DELETE /sandbox/faults/discord/1        removes one; without an id all
/// POST   /sandbox/faults/gateway          {"kind":"close","code":4000} strikes at once and gives {"id":0}; {"kind":"refuseResume","times":3} is a rule with an id
/// POST   /sandbox/faults/mail             {"kind":"refuseRecipient","recipient":"zoe@","reply":"550 5.1.1 No such user"}
/// </code>
/// Bodies must be application/json: a web page elsewhere cannot send that here without asking first (CORS), and nobody says yes.
/// </summary>
internal static class FaultRoutes
{
    /// <summary>Bytes of a body: one rule, and much room for its names.</summary>
    private const long MaxBody = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static void Map(IEndpointRouteBuilder web, Discord discord, FaultBook<MailFault> mail)
    {
        Map(web.MapGroup("/sandbox/faults/discord"), discord.Faults, discord.Faults.Add);
        Map(web.MapGroup("/sandbox/faults/gateway"), discord.Gateway.Faults, discord.Gateway.Play);
        Map(web.MapGroup("/sandbox/faults/mail"), mail, mail.Add);
    }

    private static void Map<TRule>(RouteGroupBuilder group, FaultBook<TRule> book, Func<TRule, long> add)
        where TRule : FaultRule
    {
        group.MapGet("", () => Results.Json(
            book.Standing().ToDictionary(rule => rule.Key.ToString(CultureInfo.InvariantCulture), rule => rule.Value), Json));
        group.MapPost("", (HttpRequest request, CancellationToken ct) =>
            AnswerAsync<TRule>(request, MaxBody, Json, rule => Results.Json(new Dictionary<string, long> { ["id"] = add(rule) }), ct));
        group.MapDelete("", () =>
        {
            book.Clear();
            return Results.NoContent();
        });
        group.MapDelete("{id:long}", (long id) => book.Remove(id) ? Results.NoContent() : Results.NotFound());
    }

    /// <summary>Does something with a body; 204 when it is done, 400 with a reason when the body is wrong.</summary>
    public static Task<IResult> ActAsync<T>(HttpRequest request, long maxBody, JsonSerializerOptions json, Action<T> act, CancellationToken ct)
        => AnswerAsync<T>(request, maxBody, json, body =>
        {
            act(body);
            return Results.NoContent();
        }, ct);

    private static async Task<IResult> AnswerAsync<T>(HttpRequest request, long maxBody, JsonSerializerOptions json, Func<T, IResult> answer, CancellationToken ct)
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = maxBody;
        try
        {
            if (!request.HasJsonContentType())
            {
                throw new JsonException("Content-Type must be application/json.");
            }

            return answer(await JsonSerializer.DeserializeAsync<T>(request.Body, json, ct) ?? throw new JsonException("The body is null."));
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return Wrong(StatusCodes.Status400BadRequest, wrong.Message);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Wrong(refused.StatusCode, $"The body is larger than {maxBody} bytes: send one thing at a time.");
        }
    }

    private static IResult Wrong(int status, string message) =>
        Results.Json(new Dictionary<string, string> { ["error"] = message }, statusCode: status);
}
