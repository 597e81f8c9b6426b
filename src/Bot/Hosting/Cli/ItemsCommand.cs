using System.CommandLine;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Hosting.Cli;

internal static class ItemsCommand
{
    private static readonly Option<int> Limit = new("--limit") { Description = "At most this many", DefaultValueFactory = _ => 50 };

    public static Command Create()
    {
        var list = new Command("list", "The newest items") { Limit, CommandLine.Json };
        list.SetAction(CommandLine.WithStore(ListAsync));
        return new Command("items", "The news that is stored") { list };
    }

    private static async Task<int> ListAsync(StoreCommand command, CancellationToken ct)
    {
        var rows = await command.Db.ReadAsync(
            async tx =>
            {
                var lines = new List<IReadOnlyList<object?>>();
                foreach (var item in await ItemTable.NewestAsync(tx, command.Parsed.GetValue(Limit)))
                {
                    var topics = await TopicTable.OfItemAsync(tx, item.Id);
                    lines.Add([item.Id, item.State.ToString().ToLowerInvariant(), item.Kind, item.Title, string.Join(", ", topics.Select(topic => topic.Slug)), item.PublicAt, item.Revision, item.Source, item.WhereFound]);
                }

                return lines;
            },
            ct);
        command.Output.Table(["Id", "State", "Kind", "Title", "Topics", "Public", "Revision", "Source", "Where"], rows, "No items yet: 'newsbot run' reads the sources.");
        return 0;
    }
}
