using NewsBot.Newsroom.Sources;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources;

/// <summary>What every content source promises the watcher. Derive, say how your source is made to show things, and add your own odd inputs.</summary>
public abstract class ContentSourceContract
{
    /// <summary>A source that has kept nothing yet, over the same store as the last one.</summary>
    protected abstract IContentSource Fresh();

    /// <summary>Makes the store hold a record with this id and title; again with another title, it is edited.</summary>
    protected abstract void Show(string id, string title);

    /// <summary>Makes the record unreadable where it stands.</summary>
    protected abstract void Spoil(string id);

    protected abstract void Remove(string id);

    /// <summary>What the source makes of that id; the same, but where it has no say in it.</summary>
    protected virtual string Known(string id) => id;

    /// <summary>Makes the whole store unreadable.</summary>
    protected abstract void Close();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_store_shows_is_read()
    {
        Show("one", "First");
        Show("two", "Second");

        var page = await Fresh().ReadAsync(null, Ct);

        Assert.Equal([$"{Known("one")} First", $"{Known("two")} Second"], page.Records.Select(record => $"{record.ExternalId} {record.Title}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(page.Refusals, refusal => refusal.Fatal);
    }

    [Fact]
    public async Task An_unchanged_record_keeps_its_hash_also_after_a_restart()
    {
        Show("one", "First");
        var source = Fresh();

        var hashes = new[]
        {
            (await source.ReadAsync(null, Ct)).Records.Single().ContentHash,
            (await source.ReadAsync(null, Ct)).Records.Single().ContentHash,
            (await Fresh().ReadAsync(null, Ct)).Records.Single().ContentHash,
        };

        Assert.Single(hashes.Distinct(StringComparer.Ordinal));
        Assert.Matches("^[0-9a-f]{64}$", hashes[0]);
    }

    [Fact]
    public async Task An_edit_changes_the_hash_and_not_the_id()
    {
        Show("one", "First");
        var source = Fresh();
        var before = (await source.ReadAsync(null, Ct)).Records.Single();

        Show("one", "First, put right");
        var after = (await source.ReadAsync(null, Ct)).Records.Single();

        Assert.Equal(before.ExternalId, after.ExternalId);
        Assert.Equal("First, put right", after.Title);
        Assert.NotEqual(before.ContentHash, after.ContentHash);
    }

    [Fact]
    public async Task A_spoiled_record_is_refused_by_its_id_and_loses_no_other()
    {
        Show("one", "First");
        Show("two", "Second");
        var source = Fresh();
        await source.ReadAsync(null, Ct);

        Spoil("one");
        var page = await source.ReadAsync(null, Ct);

        Assert.Equal(Known("two"), page.Records.Single().ExternalId);
        var refusal = page.Refusals.Single(refusal => refusal.Fatal);
        Assert.Equal(Known("one"), refusal.ExternalId);
        Assert.NotEmpty(refusal.Where);
        Assert.NotEmpty(refusal.Reason);
    }

    [Fact]
    public async Task A_complete_page_lacks_what_is_gone_and_one_in_parts_withdraws_nothing_for_it()
    {
        Show("one", "First");
        Show("two", "Second");
        var source = Fresh();
        await source.ReadAsync(null, Ct);

        Remove("one");
        var page = await source.ReadAsync(null, Ct);

        if (page.Complete)
        {
            Assert.Equal(Known("two"), page.Records.Single().ExternalId);
        }
        else
        {
            Assert.Empty(page.Withdrawn);
            Assert.DoesNotContain(page.Records, record => record.ExternalId == Known("one"));
        }
    }

    [Fact]
    public async Task An_unreadable_store_is_an_error_and_never_an_empty_page()
    {
        Show("one", "First");
        var source = Fresh();
        await source.ReadAsync(null, Ct);

        Close();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => source.ReadAsync(null, Ct));
        Assert.IsNotType<OperationCanceledException>(error, exactMatch: false);
    }

    [Fact]
    public async Task A_cancelled_read_ends()
    {
        Show("one", "First");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fresh().ReadAsync(null, new CancellationToken(canceled: true)));
    }
}
