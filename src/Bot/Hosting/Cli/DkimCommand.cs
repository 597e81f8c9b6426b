using System.CommandLine;
using NewsBot.Digest.Mail;

namespace NewsBot.Bot.Hosting.Cli;

internal static class DkimCommand
{
    private static readonly Option<string?> Domain = new("--domain") { Description = "The domain that signs (default: that of mail.from)" };
    private static readonly Option<string> Folder = new("--dir") { Description = "Where the keys go", DefaultValueFactory = _ => "." };

    public static Command Create()
    {
        var make = new Command("new", "Make a pair of keys, and say what belongs into the DNS and into newsbot.json") { Domain, Folder };
        make.SetAction(Run);
        return new("dkim", "Keys that sign mails") { make };
    }

    private static int Run(ParseResult parsed)
    {
        var options = OptionsFile.Read(parsed.GetValue(CommandLine.Config), Environment.GetEnvironmentVariables());
        DkimSetup.Make(parsed.GetValue(Domain) ?? SenderDomain(options.Mail), parsed.GetValue(Folder)!, options.Mail, TimeProvider.System.GetUtcNow(), Console.Out);
        return 0;
    }

    private static string SenderDomain(MailSection? mail) => SenderOptions.Address(mail?.From ?? "")?.Domain is { Length: > 0 } domain
        ? domain
        : throw new OptionsException("--domain: write the domain that mails come from, as in --domain news.example.org (there is no mail.from to take it from).");
}
