namespace NewsBot.Bot.Hosting;

/// <summary>Relative paths in the configuration count from the file that names them, and secrets are read from their files.</summary>
internal static class Paths
{
    /// <summary>Longest secret file in bytes; a longer one is not a secret but a mistake.</summary>
    private const int MaxSecret = 16 * 1024;

    public static NewsBotOptions Resolve(NewsBotOptions options, string folder)
    {
        return options with
        {
            Store = Full(options.Store),
            Templates = options.Templates is null ? null : Full(options.Templates),
            Sources = options.Sources.ToDictionary(
                source => source.Key,
                source => source.Value with
                {
                    Path = source.Value.Path.Length == 0 ? "" : Full(source.Value.Path),
                    Connection = Secret($"sources.{source.Key}.connection", source.Value.Connection, source.Value.ConnectionFile),
                    Secret = Secret($"sources.{source.Key}.secret", source.Value.Secret, source.Value.SecretFile),
                    PreviousSecret = Secret($"sources.{source.Key}.previousSecret", source.Value.PreviousSecret, source.Value.PreviousSecretFile),
                },
                StringComparer.OrdinalIgnoreCase),
            Discord = options.Discord is { } discord
                ? discord with { Token = Secret("discord.token", discord.Token, discord.TokenFile) }
                : null,
            Webhooks = options.Webhooks.ToDictionary(
                webhook => webhook.Key,
                webhook => webhook.Value with { Url = Secret($"webhooks.{webhook.Key}.url", webhook.Value.Url, webhook.Value.UrlFile) },
                StringComparer.OrdinalIgnoreCase),
            Mail = options.Mail is { } mail
                ? mail with
                {
                    Password = Secret("mail.password", mail.Password, mail.PasswordFile),
                    CaFile = mail.CaFile is null ? null : Full(mail.CaFile),
                    Dkim = mail.Dkim is { } dkim ? dkim with { Rsa = Key(dkim.Rsa), Ed25519 = Key(dkim.Ed25519) } : null,
                }
                : null,
            Web = options.Web with { SecretFile = Full(options.Web.SecretFile) },
        };

        DkimKeySection? Key(DkimKeySection? key) => key is null || key.KeyFile.Length == 0 ? key : key with { KeyFile = Full(key.KeyFile) };

        string Full(string path) => Path.GetFullPath(path, folder);

        string? Secret(string key, string? value, string? file)
        {
            if (file is null)
            {
                return value;
            }

            if (value is not null)
            {
                throw new OptionsException($"{key} and {key}File are both set; keep one of them.");
            }

            return ReadSecret(key + "File", Full(file));
        }
    }

    private static string ReadSecret(string key, string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxSecret)
            {
                throw new OptionsException($"{key}: {path} is larger than {MaxSecret} bytes; it should hold the secret and nothing else.");
            }

            var text = File.ReadAllText(path).Trim();
            return text.Length > 0 ? text : throw new OptionsException($"{key}: {path} is empty.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"{key}: {path} cannot be read: {unreadable.Message}");
        }
    }
}
