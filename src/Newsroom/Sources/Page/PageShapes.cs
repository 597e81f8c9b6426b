namespace NewsBot.Newsroom.Sources.Page;

/// <summary>How listings look when nobody says how this one does.</summary>
internal static class PageShapes
{
    private const string Anywhere = "time[datetime]@datetime";

    /// <summary>The likeliest first; the first that gives an item is taken.</summary>
    public static readonly IReadOnlyList<PageSelectors> All =
    [
        // Drupal 8 and later: teasers of nodes.
        new() { Row = "article.node--view-mode-teaser, article.node--type-article.node--promoted", Title = "h2, h3", Link = "h2 a@href", Summary = ".field--name-body, .field--name-field-summary, .node__content p", Date = Anywhere },

        // A view of Drupal 7 and later that shows fields.
        new()
        {
            Row = ".view-content .views-row", Title = ".views-field-title", Link = ".views-field-title a@href",
            Summary = ".views-field-body .field-content, .views-field-field-summary .field-content, .views-field-body", Date = ".views-field-created, .date-display-single, time",
        },

        // A taxonomy page of Drupal 7: teasers of nodes.
        new() { Row = ".node-teaser", Title = "h2", Link = "h2 a@href", Summary = ".field-name-body, .content", Date = ".submitted, time" },

        // What any site may write.
        new() { Row = "main article", Title = "h1, h2, h3", Link = "h1 a, h2 a, h3 a@href", Summary = "p", Date = Anywhere },
    ];
}
