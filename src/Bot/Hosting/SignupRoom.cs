using System.Net;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>Signing up as the options describe it: only where digests are mailed.</summary>
internal sealed class SignupRoom
{
    private readonly SignupOptions options;
    private RequestOptIn? optIn;

    private SignupRoom(SignupOptions options) => this.options = options;

    /// <returns>Null: nobody can sign up here.</returns>
    /// <exception cref="OptionsException">The list of refused domains cannot be used.</exception>
    public static SignupRoom? Of(NewsBotOptions options, IReadOnlyList<DigestPlan> plans) => options is not { Mail: { } mail, Web.Url: { } url } || plans.Count == 0
        ? null
        : new(new()
        {
            // Who chooses nothing gets the weekly one, where there is one.
            Plans = [.. plans.OrderBy(plan => plan.Name != "weekly").Select(plan => new PlanChoice(plan.Name, plan.ReaderZone ?? plan.Zone, now => Period.NextEnd(plan, now)))],
            Sender = SenderOptions.Address(mail.From)?.Name is { Length: > 0 } name ? name : mail.From,
            Site = new Uri(url),
            TrustedProxies = [.. options.Web.TrustedProxies.Select(proxy => Network(proxy)!.Value)],
            RefusedDomains = Refused(mail.RefusedDomainsFile),
        });

    /// <returns>The sections of the options that signing up wants and that are not there.</returns>
    public static IReadOnlyList<string> Missing(NewsBotOptions options) =>
    [
        .. options.Mail is null ? ["mail"] : (string[])[],
        .. options.Web.Url is null ? ["web.url"] : (string[])[],
        .. options.Digests.Count == 0 ? ["digests"] : (string[])[],
    ];

    /// <summary>An address alone is a network of one.</summary>
    /// <returns>Null: the text is neither.</returns>
    public static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>One for all forms of this process, so that their limits count together.</summary>
    public RequestOptIn OptIn(Db db, LinkKeys keys, Templates templates, TimeProvider time) =>
        LazyInitializer.EnsureInitialized(ref optIn, () => new(db, keys, templates.Phrases, options, new SignupLimits(time), time));

    /// <returns>What makes the form for the page of a topic.</returns>
    public Subscribe Map(WebApplication app, Db db, LinkKeys keys, Templates templates, TimeProvider time)
    {
        var subscribe = new Subscribe(db, keys, templates.RenderHtml, OptIn(db, keys, templates, time), time);
        subscribe.Map(app);
        new Confirm(db, keys, templates.RenderHtml, templates.Phrases, options).Map(app);
        return subscribe;
    }

    private static RefusedDomains Refused(string? file)
    {
        try
        {
            return file is null ? RefusedDomains.None : RefusedDomains.Read(file);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new OptionsException($"mail.refusedDomainsFile: {file} cannot be used: {unusable.Message}");
        }
    }
}
