using System.Text;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Named;
using NewsBot.Newsroom.Sources.Push;
using NewsBot.Newsroom.Sources.Text;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Push;

public sealed class PushMessageTests
{
    private static readonly NamedOptions Options = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Lisbon"), new LinkTemplate("https://news.example.org/{id}"), "story");

    [Fact]
    public void Every_field_of_a_message_reaches_the_record()
    {
        var record = Read(
            """
            { "id": "port-1", "kind": "event", "title": "Port\n opens", "link": "/port", "summary": "Short.", "body": "Long **text**.", "image": "https://news.example.org/a.jpg",
              "alt": "A boat", "credit": "Mara", "author": "Newsroom", "published": "2026-07-01 10:00", "updated": 1782900000, "publishAt": 1782900000123,
              "expires": "2026-08-01", "deadline": "2026-07-20T12:00:00Z", "starts": "2026-07-02T09:00:00+02:00", "ends": "2026-07-02T10:00:00+02:00",
              "location": "Hall 1", "topics": ["Water Policy", "crime"], "notify": "breaking", "correction": "The figure was 12.", "state": "public" }
            """).Single().Record!;
        Assert.Equal(("port-1", "event", "Port opens", "https://news.example.org/port", "Short.", "Long **text**."), (record.ExternalId, record.Kind, record.Title, record.Url, record.Summary, record.Body));
        Assert.Equal(("A boat", "Mara", "Newsroom", "Hall 1", "The figure was 12."), (record.Image!.Alt, record.Image.Credit, record.Author, record.Location, record.Correction));
        Assert.Equal(DateTimeOffset.Parse("2026-07-01T10:00:00+01:00", null), record.PublishedAt);
        Assert.Equal((1782900000, 1782900000123), (record.UpdatedAt!.Value.ToUnixTimeSeconds(), record.PublishAt!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal(DateTimeOffset.Parse("2026-07-31T23:00:00Z", null), record.ExpiresAt);
        Assert.Equal(DateTimeOffset.Parse("2026-07-20T12:00:00Z", null), record.DeadlineAt);
        Assert.Equal(TimeSpan.FromHours(1), record.EndsAt - record.StartsAt);
        Assert.Equal(["water-policy", "crime"], record.Topics);
        Assert.Equal(Notify.Breaking, record.Notify);
        Assert.Matches("^[0-9a-f]{64}$", record.ContentHash);
    }

    [Fact]
    public void An_address_with_a_password_is_repeated_to_nobody()
    {
        var reading = Read("""{ "id": "a", "title": "x", "link": "https://mara:s3cret@news.example.org/a" }""").Single();
        Assert.Contains("a name or a password", reading.Refusals.Single().Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", reading.Refusals.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_names_no_address_gets_one_from_its_id() =>
        Assert.Equal("https://news.example.org/a%20b", Read("""{ "id": "a b", "title": "x" }""").Single().Record!.Url);

    [Theory]
    [InlineData("""{ "id": "a", "state": "withdrawn" }""")]
    [InlineData("""{ "id": "a", "title": "x", "status": "draft" }""")]
    [InlineData("""{ "id": "a", "withdrawn": true }""")]
    public void A_withdrawal_needs_no_more_than_the_id(string body)
    {
        var reading = Read(body).Single();
        Assert.True(reading.Withdrawn);
        Assert.Null(reading.Record);
    }

    [Theory]
    [InlineData("", "no JSON in UTF-8")]
    [InlineData("{", "no JSON in UTF-8 (line 1)")]
    [InlineData("7", "no JSON object")]
    [InlineData("[]", "0 items")]
    [InlineData("""[{ "id": "a", "title": "x" }, 7]""", "[1]: an item is a JSON object")]
    [InlineData("""{ "title": "x" }""", "id: missing")]
    [InlineData("""{ "id": "a" }""", "title: missing")]
    [InlineData("""{ "id": "a", "title": "​" }""", "title: missing, or without a visible character")]
    [InlineData("""[{ "id": "a", "title": "x" }, { "id": "a", "title": "y" }]""", "[1].id: \"a\" stands in this message twice")]
    [InlineData("""{ "id": "a", "title": "x", "embargo": 1 }""", "embargo: unknown")]
    [InlineData("""{ "id": "a", "titel": "x" }""", "titel: unknown; did you mean \"title\"?")]
    [InlineData("""{ "id": "a", "title": "x", "publish_at": 1, "publishAt": 2 }""", "publishAt: given twice")]
    [InlineData("""{ "id": "a", "title": "x", "title": "y" }""", "no JSON in UTF-8")]
    [InlineData("""[{ "id": "a", "title": "x", "publishAt": "soon" }]""", "[0].publishAt: \"soon\" is no date")]
    [InlineData("""{ "id": "a", "title": "x", "expires": 1e300 }""", "expires: ")]
    [InlineData("""{ "id": "a", "title": "x", "expires": 99999999999999999 }""", "expires: ")]
    [InlineData("""{ "id": "a", "title": "x", "state": "gone" }""", "state: \"gone\" is unknown")]
    [InlineData("""{ "id": "a", "title": "x", "withdrawn": "perhaps" }""", "withdrawn: expected true or false")]
    [InlineData("""{ "id": "a", "title": "x", "notify": "loud" }""", "notify: \"loud\"; expected normal, silent or breaking")]
    [InlineData("""{ "id": "a", "title": "x", "topics": [1] }""", "topics: expected text")]
    [InlineData("""{ "id": "a", "title": { "en": "x" } }""", "title: expected text")]
    public void What_cannot_be_taken_names_the_item_and_the_field(string body, string says) =>
        Assert.Contains(says, Assert.Throws<FieldException>(() => Read(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_address_that_is_none_costs_the_address_and_not_the_item()
    {
        var reading = Read("""{ "id": "a", "title": "x", "link": "javascript:alert(1)", "image": "ftp://x/y.png" }""").Single();
        Assert.Equal("https://news.example.org/a", reading.Record!.Url);
        Assert.Null(reading.Record.Image);
        Assert.Equal(["image", "link"], reading.Refusals.Select(refusal => refusal.Reason.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(reading.Refusals, refusal => refusal.Fatal);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        Assert.Throws<FieldException>(() => PushMessage.Read(new byte[] { (byte)'"', 0xFF, (byte)'"' }, Options, "push"));

    [Fact]
    public void Nesting_and_numbers_of_items_have_bounds()
    {
        Assert.Contains("101 items", Assert.Throws<FieldException>(() => Read($"[{string.Join(',', Enumerable.Repeat("7", 101))}]")).Message, StringComparison.Ordinal);
        Assert.Contains("no JSON", Assert.Throws<FieldException>(() => Read(new string('[', 100_000))).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<NamedReading> Read(string body) => PushMessage.Read(Encoding.UTF8.GetBytes(body), Options, "push");
}
