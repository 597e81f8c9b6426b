namespace NewsBot.Bot.Hosting; internal static class Program { private static int Main() => 0; }
