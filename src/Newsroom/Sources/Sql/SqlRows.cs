namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>What one run of the query gave.</summary>
/// <param name="Columns">Their names in the form in which names are compared.</param>
/// <param name="More">A bound ended the reading; there are further rows.</param>
internal sealed record SqlRows(IReadOnlyList<string> Columns, IReadOnlyList<SqlRow> Rows, bool More);
