using System.Text;

namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>One SMTP dialogue: greeting, then command by command until QUIT. Pipelined commands simply wait in the wire's buffer.</summary>
/// <remarks>RFC 5321; 1870 SIZE, 2034 codes, 2920 PIPELINING, 3461 DSN (accepted, no report is ever sent), 4954 AUTH, 6152 8BITMIME, 6531 SMTPUTF8.</remarks>
internal sealed class SmtpSession(SmtpWire wire, Mailbox mailbox, SandboxOptions options, TimeProvider time)
{
    /// <summary>RFC 5321 4.5.3.1.8 asks for at least 100.</summary>
    private const int MaxRecipients = 100;

    /// <summary>Lines that are no SMTP before we hang up: a browser or a port scan talks here.</summary>
    private const int MaxSyntaxErrors = 10;

    private readonly List<string> recipients = [];
    private string? sender;
    private bool greeted;
    private bool utf8;
    private bool authenticated = options.SmtpUser is null;
    private int syntaxErrors;
    private bool open = true;

    public async Task RunAsync(CancellationToken ct)
    {
        if (Fault(MailFaultKind.RefuseConnection) is not null)
        {
            await wire.ReplyAsync("421 4.3.2 Not now", ct);
            return;
        }

        await wire.ReplyAsync("220 localhost ESMTP NewsBot sandbox", ct);
        while (open)
        {
            try
            {
                if (await wire.ReadCommandAsync(ct) is not { } line)
                {
                    return;
                }

                if (await AnswerAsync(line, ct) is not { } reply)
                {
                    continue;
                }

                open &= !reply.StartsWith("421", StringComparison.Ordinal); // RFC 5321 3.8: 421 means that we hang up.
                await wire.ReplyAsync(reply, ct);
            }
            catch (SmtpSyntaxException syntax)
            {
                open = ++syntaxErrors < MaxSyntaxErrors;
                await wire.ReplyAsync(syntax.Message, ct);
            }
        }
    }

    /// <returns>Null when the reply is out already, or never comes.</returns>
    private async Task<string?> AnswerAsync(string line, CancellationToken ct)
    {
        var (verb, rest) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? (line[..blank], line[(blank + 1)..].Trim()) : (line, "");
        switch (verb.ToUpperInvariant())
        {
            case "EHLO" or "HELO" when rest.Length == 0:
                return "501 5.5.4 Say who you are: EHLO name";
            case "EHLO":
                return Greet(Extensions());
            case "HELO":
                return Greet("250 localhost");
            case "AUTH":
                return await AuthenticateAsync(rest, ct);
            case "MAIL":
                return Mail(rest);
            case "RCPT":
                return Rcpt(rest);
            case "DATA":
                return await DataAsync(ct);
            case "RSET":
                Reset();
                return "250 2.0.0 Ok";
            case "NOOP":
                return "250 2.0.0 Ok";
            case "VRFY":
                return "252 2.1.5 Send some mail, I will try";
            case "QUIT":
                open = false;
                return "221 2.0.0 Bye";
            default:
                throw new SmtpSyntaxException("500 5.5.1 Command unknown");
        }
    }

    private string Greet(string reply)
    {
        Reset();
        greeted = true;
        return reply;
    }

    private string Extensions()
    {
        var lines = new List<string> { "localhost", "PIPELINING", $"SIZE {SmtpWire.MaxMessageBytes}", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "DSN" };
        if (options.SmtpUser is not null)
        {
            lines.Add("AUTH PLAIN LOGIN");
        }

        return string.Join("\r\n", lines.Select((line, index) => $"250{(index < lines.Count - 1 ? '-' : ' ')}{line}"));
    }

    private async Task<string> AuthenticateAsync(string rest, CancellationToken ct)
    {
        if (options.SmtpUser is null)
        {
            return "502 5.5.1 AUTH is not offered";
        }

        if (authenticated)
        {
            return "503 5.5.1 Already authenticated";
        }

        if (await SmtpLogin.ReadAsync(wire, rest, ct) is not { } login)
        {
            return "504 5.5.4 Only PLAIN and LOGIN";
        }

        authenticated = login == new SmtpLogin(options.SmtpUser, options.SmtpPassword);
        return authenticated ? "235 2.7.0 Authentication successful" : "535 5.7.8 Wrong user or password";
    }

    private string Mail(string rest)
    {
        if (!greeted)
        {
            return "503 5.5.1 Say EHLO first";
        }

        if (!authenticated)
        {
            return "530 5.7.0 Authentication required";
        }

        if (sender is not null)
        {
            return "503 5.5.1 One MAIL at a time";
        }

        var path = SmtpPath.Read("FROM:", rest);
        if (path.Refusal is not null)
        {
            return path.Refusal;
        }

        foreach (var (name, value) in path.Parameters)
        {
            switch (name)
            {
                case "SIZE" when long.TryParse(value, out var size):
                    if (size > SmtpWire.MaxMessageBytes)
                    {
                        return "552 5.3.4 Message too big";
                    }

                    break;
                case "SMTPUTF8":
                    utf8 = true;
                    break;
                case "BODY" or "RET" or "ENVID" or "AUTH":
                    break;
                default:
                    return $"555 5.5.4 Parameter {name} is not known";
            }
        }

        if (!utf8 && !Ascii.IsValid(path.Address))
        {
            return "550 5.6.7 Such an address needs SMTPUTF8";
        }

        if (Fault(MailFaultKind.RefuseSender) is { } fault)
        {
            return fault.Reply;
        }

        sender = path.Address;
        return "250 2.1.0 Ok";
    }

    private string Rcpt(string rest)
    {
        if (sender is null)
        {
            return "503 5.5.1 MAIL first";
        }

        var path = SmtpPath.Read("TO:", rest);
        if (path.Refusal is not null)
        {
            return path.Refusal;
        }

        if (path.Address.Length == 0)
        {
            return "553 5.1.3 A recipient needs an address";
        }

        if (path.Parameters.Select(parameter => parameter.Name).FirstOrDefault(name => name is not ("NOTIFY" or "ORCPT")) is { } unknown)
        {
            return $"555 5.5.4 Parameter {unknown} is not known";
        }

        if (!utf8 && !Ascii.IsValid(path.Address))
        {
            return "553 5.6.7 Such an address needs SMTPUTF8";
        }

        if (recipients.Count == MaxRecipients)
        {
            return "452 4.5.3 Too many recipients";
        }

        if (mailbox.Faults.Draw(rule => rule.Fits(MailFaultKind.RefuseRecipient, [path.Address])) is { } fault)
        {
            return fault.Reply;
        }

        recipients.Add(path.Address);
        return "250 2.1.5 Ok";
    }

    private async Task<string?> DataAsync(CancellationToken ct)
    {
        if (recipients.Count == 0)
        {
            return sender is null ? "503 5.5.1 MAIL first" : "554 5.5.1 No valid recipients";
        }

        await wire.ReplyAsync("354 End data with <CR><LF>.<CR><LF>", ct);
        if (Fault(MailFaultKind.CloseBeforeDot) is not null)
        {
            await wire.ReadSomeAsync(ct);
            open = false;
            return null;
        }

        var data = await wire.ReadDataAsync(ct);
        var refusal = data.Fault ?? Fault(MailFaultKind.RefuseMessage)?.Reply;
        if (refusal is not null)
        {
            Reset();
            return refusal;
        }

        var mail = mailbox.Keep(data.Bytes, sender!, [.. recipients]);
        open = Fault(MailFaultKind.CloseAfterDot) is null;
        if (!open)
        {
            return null;
        }

        if (Fault(MailFaultKind.Delay) is { } delay)
        {
            await Task.Delay(delay.Wait, time, ct);
        }

        open = Fault(MailFaultKind.CloseAfterReply) is null;
        Reset();
        return $"250 2.0.0 Ok: queued as {mail.Id}";
    }

    private MailFault? Fault(MailFaultKind kind) => mailbox.Faults.Draw(rule => rule.Fits(kind, recipients));

    private void Reset()
    {
        sender = null;
        utf8 = false;
        recipients.Clear();
    }
}
