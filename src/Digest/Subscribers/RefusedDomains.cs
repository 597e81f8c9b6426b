namespace NewsBot.Digest.Subscribers;

/// <summary>A list of domains from a file, one a line; what follows # is a remark. Their subdomains are meant as well.</summary>
public sealed class RefusedDomains
{
    // The largest public list has some two hundred thousand.
    private const int MostLines = 1_000_000;
    private const int LongestLine = 1000;

    // A host name has 127 labels at most.
    private const int MostLabels = 127;

    public static readonly RefusedDomains None = new([]);

    private readonly HashSet<string> domains;

    private RefusedDomains(HashSet<string> domains) => this.domains = domains;

    /// <exception cref="InvalidDataException">A line is no domain, or there are too many; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RefusedDomains Read(string path)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Split('#')[0].Trim();
            if (text.Length == 0)
            {
                continue;
            }

            if (number > MostLines || text.Length > LongestLine || !ReaderAddress.TryDomain(text, out var domain))
            {
                throw new InvalidDataException(number > MostLines ? $"it has more than {MostLines} lines" : $"line {number} is no domain; write one a line, such as example.org");
            }

            read.Add(domain);
        }

        return new(read);
    }

    /// <param name="domain">In lower case, as A-labels.</param>
    internal bool Has(string domain)
    {
        for (var labels = 0; labels < MostLabels && domains.Count > 0; labels++)
        {
            if (domains.Contains(domain))
            {
                return true;
            }

            var dot = domain.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return false;
            }

            domain = domain[(dot + 1)..];
        }

        return false;
    }
}
