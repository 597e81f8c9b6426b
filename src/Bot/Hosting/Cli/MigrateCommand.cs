using System.CommandLine;

namespace NewsBot.Bot.Hosting.Cli;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var migrate = new Command("migrate", "Bring the store's schema up to this version ('run' does it by itself)");
        migrate.SetAction(async (parsed, ct) =>
        {
            var options = OptionsFile.Read(parsed.GetValue(CommandLine.Config), Environment.GetEnvironmentVariables());
            var (db, applied) = await StoreAccess.OpenAndMigrateAsync(options, TimeProvider.System, ct);
            using (db)
            {
                await Console.Error.WriteLineAsync(applied.Count == 0 ? $"{options.Store}: the schema is current." : $"{options.Store}: applied {string.Join(", ", applied)}.");
                return 0;
            }
        });
        return migrate;
    }
}
