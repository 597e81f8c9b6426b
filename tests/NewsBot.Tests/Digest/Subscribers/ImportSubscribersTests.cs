using System.Text;
using CsCheck;
using NewsBot.Digest.Subscribers;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

public sealed class ImportSubscribersTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Subscriptions_are_confirmed_with_the_files_consent(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var (result, problems) = await ImportAsync(world, "address,topics,zone,language,consent\nanna@example.org,water;law-enforcement,Europe/Oslo,nb,\"form, 3 May\"\nbert@example.org,water,,,\n");
        Assert.Empty(problems);
        Assert.Equal(new ImportResult(2, 0, 0, 0, 0), result);
        var rows = await world.Db.ReadAsync(tx => tx.QueryAsync<string>(
            "select s.address || ' ' || coalesce(s.zone, '-') || ' ' || coalesce(s.language, '-') || ' ' || t.slug || ' ' || u.consent from subscriptions u join subscribers s on s.id = u.subscriber_id join topics t on t.id = u.topic_id where u.confirmed_at is not null order by u.id"));
        Assert.Equal(
            [
                "anna@example.org Europe/Oslo nb water form, 3 May",
                "anna@example.org Europe/Oslo nb law-enforcement form, 3 May",
                "bert@example.org - - water imported from readers.csv on 2026-11-16",
            ],
            rows);
    }

    [Fact]
    public async Task A_bad_line_is_named_and_the_others_go()
    {
        await using var world = await DigestWorld.CreateAsync();
        var (result, problems) = await ImportAsync(
            world,
            """
            topics,address,zone,language
            water,anna@example.org,,
            wather,bert@example.org,,
            ,carl@example.org,,
            water,not an address,,
            water,dora@example.org,Europe/Atlantis,
            water,emil@example.org,,english please
            water,too,many,values,here
            water,"fred@example.org"x,,
            xyzzy-plugh,gina@example.org,,
            water,hans@example.org,Europe/Paris,fr

            """);
        Assert.Equal(
            [
                "line 3: there is no topic \"wather\"; did you mean \"water\"?",
                "line 4: it names no topic",
                "line 5: the address has no name or no domain: it should look like name@example.org",
                "line 6: there is no time zone \"Europe/Atlantis\"; write an IANA name such as Europe/Berlin",
                "line 7: \"english please\" is not a language tag; write one such as en or pt-BR",
                "line 8: it has 5 values and the header has 4; put a value that holds a comma in double quotes",
                "line 9: there is something between the closing quote of value 2 and the next comma",
                "line 10: there is no topic \"xyzzy-plugh\"; known: law-enforcement, water",
            ],
            problems);
        Assert.Equal(new ImportResult(2, 0, 0, 0, 8), result);
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("address\nanna@example.org\n", "the column \"topics\" is missing")]
    [InlineData("adress,topics\n", "there is no column \"adress\"; did you mean \"address\"?")]
    [InlineData("address;topics\nanna@example.org;water\n", "not separated by commas")]
    [InlineData("address,topics,address\n", "twice")]
    [InlineData("\"address,topics\n", "a quote is opened and never closed")]
    public async Task A_wrong_header_stops_the_import(string csv, string said)
    {
        await using var world = await DigestWorld.CreateAsync();
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync(world, csv));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("address,topics\r\nanna@example.org,water\r\n")]
    [InlineData("\uFEFFAddress, Topics\nanna@example.org , water")]
    [InlineData("topics,address\n\"water; law-enforcement\",\"anna@example.org\"\n\n\n")]
    [InlineData("address,topics,consent\nanna@example.org,water law-enforcement,\"she said \"\"yes\"\"\nin two lines\"\n")]
    public async Task Files_of_many_programs_are_read(string csv)
    {
        await using var world = await DigestWorld.CreateAsync();
        var (result, problems) = await ImportAsync(world, csv);
        Assert.Empty(problems);
        Assert.Equal(1, result.Added);
    }

    [Fact]
    public async Task An_open_quote_costs_one_line()
    {
        await using var world = await DigestWorld.CreateAsync();
        var lines = string.Concat(Enumerable.Range(0, 50).Select(n => $"reader{n}@example.org,water\n"));
        var (result, problems) = await ImportAsync(world, $"address,topics\n\"anna@example.org,water\n{lines}");
        Assert.Equal(["line 2: a quote is opened and never closed; write \"\" for a quote inside a value"], problems);
        Assert.Equal(50, result.Added);
    }

    [Fact]
    public Task Any_file_ends_and_every_good_line_after_a_bad_one_is_read() => Gen.String[Gen.Char["\"\",,ab \r\n"], 0, 60].SampleAsync(async text =>
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{text}\n" + string.Concat(Enumerable.Repeat("good,line\n", 25))));
        var rows = await CsvRows.ReadAsync(stream, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["good", "line"], rows[^1].Fields);
        Assert.Equal(rows.Select(row => row.Line).Distinct().Order(), rows.Select(row => row.Line));
    });

    [Fact]
    public async Task A_line_that_is_not_UTF_8_is_refused()
    {
        await using var world = await DigestWorld.CreateAsync();
        var (result, problems) = await ImportAsync(world, [.. "address,topics\nanna@b"u8, 0xFC, .. "cher.example,water\nbert@example.org,water\n"u8]);
        Assert.Equal(["line 2: it is not UTF-8; save the file as \"CSV UTF-8\""], problems);
        Assert.Equal(1, result.Added);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_same_address_in_other_letters_is_one_reader(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var (result, _) = await ImportAsync(world, "address,topics\nAnna@example.org,water\nanna@EXAMPLE.org,water\nanna@example.org,law-enforcement\n");
        Assert.Equal(new ImportResult(1, 1, 1, 0, 0), result);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Importing_again_changes_nothing_and_brings_nobody_back(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        const string Csv = "address,topics\nanna@example.org,water\nbert@example.org,water\ncarl@example.org,water\n";
        await ImportAsync(world, Csv);
        await world.Db.WriteAsync(async tx =>
        {
            var anna = (await SubscriberTable.FindAsync(tx, "anna@example.org"))!;
            await SubscriberTable.EndAsync(tx, anna.Id, "weekly", "test");
            await SuppressionTable.AddAsync(tx, DigestWorld.Keys, "Bert@example.org", "complaint", "test");
        });

        var (result, _) = await ImportAsync(world, Csv.Replace(",water", ",water;law-enforcement", StringComparison.Ordinal) + "dora@example.org,water\n");
        Assert.Equal(new ImportResult(1, 1, 0, 2, 0), result);
        var active = await world.Db.ReadAsync(tx => tx.QueryAsync<string>(
            "select distinct s.address from subscribers s join subscriptions u on u.subscriber_id = s.id where u.ended_at is null and u.topic_id = @topic order by s.address", new { topic = world.Law }));
        Assert.Equal(["carl@example.org"], active);
    }

    [Fact]
    public async Task More_lines_than_a_transaction_are_all_imported()
    {
        await using var world = await DigestWorld.CreateAsync();
        var (result, _) = await ImportAsync(world, "address,topics\n" + string.Concat(Enumerable.Range(0, 1001).Select(n => $"reader{n}@example.org,water\n")));
        Assert.Equal(1001, result.Added);
    }

    private static Task<(ImportResult Result, IReadOnlyList<string> Problems)> ImportAsync(DigestWorld world, string csv) => ImportAsync(world, Encoding.UTF8.GetBytes(csv));

    private static async Task<(ImportResult Result, IReadOnlyList<string> Problems)> ImportAsync(DigestWorld world, byte[] csv)
    {
        var problems = new List<string>();
        using var stream = new MemoryStream(csv);
        var result = await ImportSubscribers.RunAsync(
            world.Db, DigestWorld.Keys, stream, "readers.csv", "weekly", problem => problems.Add(problem.ToString()), TestContext.Current.CancellationToken);
        return (result, problems);
    }
}
