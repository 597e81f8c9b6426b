using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Digest.Languages;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// <c>POST /t/{slug}/subscribe</c>, the form of a topic's page:
/// 1. Too many requests of one client: later.
/// 2. An address that cannot be one: the form again, with the reason.
/// 3. Proof of work, done by the page's script; without it a second page, and a button after some seconds.
/// 4. <see cref="RequestOptIn"/>: one answer for all, after the same time.
/// </summary>
public sealed class Subscribe(Db db, LinkKeys keys, RenderPage render, RequestOptIn optIn, TimeProvider time)
{
    private readonly SignupOptions options = optIn.Options;
    private readonly Phrases phrases = optIn.Phrases;

    /// <summary>Without a script: no person minds, and a flood of forms does.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(10);

    /// <summary>A page that stood open over lunch.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(3);

    private const string Uncached = "no-store";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/t/{slug}/subscribe", AnswerAsync);
        SignupScript.Map(endpoints);
    }

    /// <summary>The form for a topic's page; the same for an hour.</summary>
    /// <returns>Null: there is no digest to subscribe to.</returns>
    public SubscribeForm? Form(Topic topic, string language) => options.Plans.Count == 0 ? null : new(
        topic.Name,
        Action(topic),
        $"{options.Base}/{SignupScript.Address}",
        optIn.Plans(language),
        ProofOfWork.Challenge(keys, topic.Slug, time.GetUtcNow()),
        ProofOfWork.Bits);

    private async Task AnswerAsync(HttpContext http)
    {
        var begun = time.GetTimestamp();
        var language = PageLanguage.Of(http, phrases);
        var client = ClientNetwork.Of(http, options.TrustedProxies);
        if (!optIn.MayCome(client.ToString()))
        {
            await LaterAsync(http, Page("later", language));
            return;
        }

        var slug = $"{http.Request.RouteValues["slug"]}";
        var topic = options.Plans.Count == 0 ? null : await db.ReadAsync(tx => TopicTable.FindAsync(tx, slug), http.RequestAborted);
        if (topic is null)
        {
            await ReplyAsync(http, StatusCodes.Status404NotFound, Page("unknown", language));
            return;
        }

        if (await SubscribeFields.ReadAsync(http) is not { } fields)
        {
            await FormAsync(http, topic, language, "", "signup.problem.form");
            return;
        }

        if (optIn.Problem(fields.Address, out var address) is { } problem)
        {
            await FormAsync(http, topic, language, fields.Address, problem);
            return;
        }

        var worked = ProofOfWork.IsDone(keys, slug, fields.Challenge, fields.Address, fields.Number, time.GetUtcNow());
        if (!worked && !HasWaited(slug, address, fields.Waiting, out var since))
        {
            await WaitAsync(http, topic, language, fields, since);
            return;
        }

        var request = new SignupRequest
        {
            Address = address,
            Topic = topic,
            Plan = fields.Plan,
            Language = language,
            Shown = fields.Shown,
            Zone = fields.Zone,
            Where = "web form",
            Source = client.ToString(),
            Network = client,
            Worked = worked,
            IsMachine = fields.Website.Length > 0,
        };
        if (!await optIn.RunAsync(request, begun, http.RequestAborted))
        {
            await LaterAsync(http, Page("later", language, topic));
            return;
        }

        await ReplyAsync(http, StatusCodes.Status200OK, Page("sent", language, topic) with { Sender = options.Sender });
    }

    /// <param name="since">The instant that the reader's own token names, so that pressing too soon does not begin anew; else now.</param>
    private bool HasWaited(string slug, string address, string waiting, out string since)
    {
        var now = time.GetUtcNow();
        var ours = FormToken.TryRead(keys, FormPurpose.Waiting, Bound(slug, address), waiting, out var made) && now - made <= LongestWait;
        since = ours ? waiting : FormToken.Make(keys, FormPurpose.Waiting, Bound(slug, address), now);
        return ours && now - made >= ShortestWait;
    }

    private static string Bound(string slug, string address) => $"{slug} {address}";

    private Task WaitAsync(HttpContext http, Topic topic, string language, SubscribeFields fields, string since) =>
        ReplyAsync(http, StatusCodes.Status200OK, Page("wait", language, topic) with
        {
            Wait = new(Action(topic), fields.Address, fields.Plan, fields.Zone, fields.Shown, since, (int)ShortestWait.TotalSeconds),
        });

    private Task FormAsync(HttpContext http, Topic topic, string language, string address, string problem) =>
        ReplyAsync(http, StatusCodes.Status422UnprocessableEntity, Page("form", language, topic) with
        {
            Form = Form(topic, language)! with { Address = address, Problem = problem },
        });

    private Task LaterAsync(HttpContext http, SubscribePage page)
    {
        http.Response.Headers.RetryAfter = ((int)TimeSpan.FromHours(1).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ReplyAsync(http, StatusCodes.Status429TooManyRequests, page);
    }

    private string Action(Topic topic) => $"{options.Base}/t/{topic.Slug}/subscribe";

    private SubscribePage Page(string state, string language, Topic? topic = null) => new(state, language, Phrases.Direction(language))
    {
        Topic = topic?.Name ?? "",
        Back = topic is null ? $"{options.Base}/" : $"{options.Base}/t/{topic.Slug}",
    };

    private Task ReplyAsync(HttpContext http, int status, SubscribePage page)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return PageReply.HtmlAsync(http, status, render("pages/subscribe", page), Uncached);
    }
}
