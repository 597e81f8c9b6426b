using System.Collections;
using System.Text.Json;

namespace NewsBot.Bot.Hosting;

/// <summary>
/// Reads <c>newsbot.json</c> (comments allowed), lets <c>NEWSBOT_…</c> environment variables override it
/// (<c>NEWSBOT_MAIL__HOST</c> is <c>mail.host</c>), and refuses keys that nothing reads.
/// </summary>
internal static class OptionsFile
{
    public const string DefaultName = "newsbot.json";

    private const string Prefix = "NEWSBOT_";

    /// <param name="path">Null: <see cref="DefaultName"/> in the working directory, which may be missing.</param>
    /// <exception cref="OptionsException">It is missing or not what it should be.</exception>
    public static NewsBotOptions Read(string? path, IDictionary environment)
    {
        var file = System.IO.Path.GetFullPath(path ?? DefaultName);
        if (path is not null && !File.Exists(file))
        {
            throw new OptionsException($"{file}: there is no such file.");
        }

        var builder = new ConfigurationBuilder();
        if (File.Exists(file))
        {
            builder.AddJsonStream(new MemoryStream(Normalised(file)));
        }

        var configuration = builder.AddInMemoryCollection(FromEnvironment(environment)).Build();
        var wrong = KeyCheck.In(configuration, typeof(NewsBotOptions)).ToList();
        if (wrong.Count > 0)
        {
            throw new OptionsException(wrong);
        }

        var options = Bind<NewsBotOptions>(configuration, file);
        return Paths.Resolve(options, System.IO.Path.GetDirectoryName(file)!);
    }

    /// <summary>Another file in the same form, which the environment does not override.</summary>
    /// <exception cref="OptionsException">It is missing or not what it should be.</exception>
    public static T Read<T>(string path)
        where T : new()
    {
        var file = System.IO.Path.GetFullPath(path);
        var configuration = File.Exists(file)
            ? new ConfigurationBuilder().AddJsonStream(new MemoryStream(Normalised(file))).Build()
            : throw new OptionsException($"{file}: there is no such file.");
        var wrong = KeyCheck.In(configuration, typeof(T)).ToList();
        return wrong.Count > 0 ? throw new OptionsException(wrong) : Bind<T>(configuration, file);
    }

    private static T Bind<T>(IConfiguration configuration, string file)
        where T : new()
    {
        try
        {
            return configuration.Get<T>() ?? new T();
        }
        catch (InvalidOperationException unbound)
        {
            throw new OptionsException($"{file}: {unbound.Message} {unbound.InnerException?.Message}".Trim());
        }
    }

    private static byte[] Normalised(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? JsonSerializer.SerializeToUtf8Bytes(document.RootElement)
                : throw new OptionsException($"{file}: the file must hold one JSON object, as in {{ \"store\": \"newsbot.db\" }}.");
        }
        catch (JsonException broken)
        {
            throw new OptionsException($"{file}:{broken.LineNumber + 1}: not JSON: {broken.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"{file}: cannot be read: {unreadable.Message}");
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment(IDictionary environment) =>
        from DictionaryEntry entry in environment
        let name = (string)entry.Key
        where name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !name.StartsWith("NEWSBOT_LAB_", StringComparison.OrdinalIgnoreCase)
        select new KeyValuePair<string, string?>(name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)entry.Value);
}
