using NewsBot.Bot.Chat;
using NewsBot.Discord;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Support;
using Xunit;
using Webhook = NewsBot.Discord.Model.Webhook;

namespace NewsBot.Tests.Scenarios;

/// <summary>One run of the program, from a start to an end: every lane that leads to Discord, and what they know beside the store.</summary>
internal sealed class TruthProgram : IDisposable
{
    private const string Owner = "test";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly TestStore store;
    private readonly DiscordRest rest;

    public TruthProgram(TestStore store, TruthDiscord discord)
    {
        this.store = store;
        rest = new DiscordRest(new DiscordOptions { Token = "sandbox-token", Api = discord.Api }, store.Time);
        var messages = new ChannelMessages(rest, store.Time);
        var senders = new SendByCause(new Dictionary<string, SendDelivery>(StringComparer.Ordinal)
        {
            ["item"] = new ChatSender(store.Db, new DiscordChat(messages), store.Time) { Kinds = messages.Kinds }.SendAsync,
            ["reply"] = new ThreadReply(store.Db, rest, messages).SendAsync,
        });
        Assert.True(Webhook.TryParse(discord.Webhook.AbsoluteUri, out var webhook));
        var hooks = new WebhookChat(rest, new Dictionary<string, Webhook>(StringComparer.Ordinal) { [TruthDiscord.Hook] = webhook }, looks: true);
        Lanes =
        [
            new Lane("discord", 4, senders.SendAsync),
            new Lane(PublishQueue.Lane, 4, new Crosspost(store.Db, rest).SendAsync),
            new Lane(WebhookChat.Lane, 4, new ChatSender(store.Db, hooks, store.Time).SendAsync),
        ];
    }

    public IReadOnlyList<Lane> Lanes { get; }

    /// <summary>After each attempt, with what came of it where that was written down.</summary>
    public required Action<Delivery, SendOutcome?> Tried { get; init; }

    /// <summary>Sends all that is due in every lane, until nothing is.</summary>
    public async Task SendAsync()
    {
        for (var found = true; found;)
        {
            found = false;
            foreach (var lane in Lanes)
            {
                foreach (var delivery in await ClaimAsync(lane))
                {
                    found = true;
                    var outcome = await TryAsync(lane, delivery);
                    var written = await store.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, delivery, outcome, 0.5));
                    Tried(delivery, written ? outcome : null);
                }
            }
        }
    }

    /// <summary>Dies in the middle of a lane's sends: some are done and nobody wrote it down, some are claimed and were never tried.</summary>
    /// <param name="which">Its bits say which of the claimed are done.</param>
    public async Task DieSendingAsync(Lane lane, int which)
    {
        foreach (var (index, delivery) in (await ClaimAsync(lane)).Index())
        {
            if ((which >> index) % 2 == 1)
            {
                await TryAsync(lane, delivery);
                Tried(delivery, null);
            }
        }
    }

    public void Dispose() => rest.Dispose();

    private Task<IReadOnlyList<Delivery>> ClaimAsync(Lane lane) => store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, lane.Concurrency, Owner));

    private async Task<SendOutcome> TryAsync(Lane lane, Delivery delivery)
    {
        try
        {
            var sending = lane.Send(delivery, CancellationToken.None);
            while (await Task.WhenAny(sending, Task.Delay(Patience, TimeProvider.System)) != sending)
            {
                store.Time.Advance(Tick); // The client spreads its requests over the second, and waits by this clock.
            }

            return await sending;
        }
        catch (Exception failure)
        {
            return new SendOutcome.Retry(failure.Message);
        }
    }
}
