using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>Addresses of a page, without what differs from visit to visit.</summary>
internal sealed class PageLink
{
    // Parameters that say where a visitor came from and nothing about what he sees.
    private static readonly string[] Tracking =
    [
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok",
        "oly_anon_id", "oly_enc_id", "vero_id", "wickedid", "s_cid", "ref_src",
    ];

    private readonly LinkTemplate links;
    private readonly string? page;

    /// <param name="address">Of the page; completes relative addresses. Null: those are left out.</param>
    public PageLink(Uri? address)
    {
        links = new LinkTemplate(null, address);
        page = address is null ? null : WithoutFragment(address.AbsoluteUri);
    }

    /// <summary>The absolute http(s) address, or null.</summary>
    public string? Resolve(string? text) => string.IsNullOrWhiteSpace(text) ? null : links.Resolve(text.Trim());

    /// <summary>
    /// The address that an item is known by: without tracking parameters, and without a fragment, unless it leads to a place on this very
    /// page. Null for what is no http(s) address, and for the page itself.
    /// </summary>
    public string? Canonical(string? text)
    {
        if (Resolve(text) is not { } link)
        {
            return null;
        }

        var bare = WithoutFragment(link);
        if (bare == page)
        {
            return link.Length > bare.Length + 1 ? link : null;
        }

        var query = bare.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return bare;
        }

        var kept = string.Join('&', bare[(query + 1)..].Split('&').Where(parameter => parameter.Length > 0 && !IsTracking(parameter)));
        return kept.Length == 0 ? bare[..query] : $"{bare[..query]}?{kept}";
    }

    private static bool IsTracking(string parameter)
    {
        var name = parameter.Split('=', 2)[0];
        return name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("pk_", StringComparison.OrdinalIgnoreCase) || Tracking.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    private static string WithoutFragment(string address) => address.Split('#', 2)[0];
}
