using System.Globalization;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The machine moves to another zone and another language between two starts: nothing old is posted, and nothing is edited.</summary>
[Collection(nameof(Alone))]
public sealed class ZoneAndLocaleTests : IDisposable
{
    private static readonly string[] Zones = ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati", "Europe/Lisbon"];
    private static readonly string[] Locales = ["en-US", "ar-SA", "tr-TR"];

    private readonly string? zone = Environment.GetEnvironmentVariable("TZ");
    private readonly CultureInfo culture = CultureInfo.CurrentCulture;
    private readonly string folder = Directory.CreateTempSubdirectory("newsbot-zones-").FullName;

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task Five_zones_and_three_locales_post_each_new_file_once_and_nothing_else(string dialect)
    {
        await using var world = await SourceWorld.CreateAsync(dialect);
        Write("plain", "2026-11-22");
        Write("late", "2026-11-22T23:30:00");
        Write("midnight", "2026-11-22T00:00:00Z");
        Write("far", "2026-11-22T23:30:00+14:00");
        Write("I-and-i", "2026-11-21 08:00");
        Write("undated", null);
        Move("UTC", "en-US");
        await world.ReadAsync(new FolderSource("folder", new FolderOptions { Path = folder }, world.Store.Time));

        var expected = new List<string>();
        foreach (var (place, language) in Zones.SelectMany(place => Locales.Select(language => (place, language))))
        {
            Move(place, language);
            world.Restart();
            world.Store.Time.Advance(TimeSpan.FromMinutes(5));
            var source = new FolderSource("folder", new FolderOptions { Path = folder }, world.Store.Time);
            await world.ReadAsync(source);
            var name = $"new-{expected.Count:00}";
            Write(name, "2026-11-22T23:30:00");
            await world.ReadAsync(source);
            expected.Add($"{name} 1");
            Assert.Equal(expected, await world.MadeAsync());
        }

        Assert.All(await world.Store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 100)), item => Assert.Equal(1, item.Revision));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
        CultureInfo.CurrentCulture = culture;
        Directory.Delete(folder, recursive: true);
    }

    private static void Move(string place, string language)
    {
        Environment.SetEnvironmentVariable("TZ", place);
        TimeZoneInfo.ClearCachedData();
        Assert.Equal(TimeZoneInfo.FindSystemTimeZoneById(place).GetUtcOffset(Some.Monday), TimeZoneInfo.Local.GetUtcOffset(Some.Monday));
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
    }

    private void Write(string name, string? date) => File.WriteAllText(
        Path.Combine(folder, $"{name}.md"), $"---\ntitle: {name}\n{(date is null ? "" : $"date: {date}\n")}topics: [water]\n---\nWhat happened in {name}.\n");
}
