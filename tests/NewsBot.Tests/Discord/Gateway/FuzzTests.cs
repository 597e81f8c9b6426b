using System.Text;
using CsCheck;
using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

public sealed class FuzzTests
{
    private static readonly string[] Ops = ["0", "1", "7", "9", "10", "11", "-1", "3.5", "1e99", "\"0\"", "null", "99999999999"];
    private static readonly string[] Values =
    [
        "null", "true", "false", "{}", "[]", "0", "-7", "1e400", "\"\"", "\"\\ud800\"", "\"READY\"", "\"RESUMED\"", "\"INTERACTION_CREATE\"", "\"GUILD_DELETE\"",
        """{"heartbeat_interval":41250}""", """{"heartbeat_interval":-1}""", """{"session_id":"a","resume_gateway_url":"wss://a.test"}""",
        """{"session_id":{},"resume_gateway_url":7}""", """{"id":"17","unavailable":"yes"}""", """{"id":"99999999999999999999999"}""", """{"id":"1","token":1,"type":"x"}""",
    ];

    private static readonly Gen<string> FrameText = Gen.Select(Of(Ops), Of(Values), Of(Values), Of(Values))
        .Select((op, d, s, t) => $$"""{"op":{{op}},"d":{{d}},"s":{{s}},"t":{{t}}}""");

    private static Gen<string> Of(string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);

    [Fact]
    public void Bytes_of_any_kind_are_a_frame_or_none() =>
        Gen.Byte.Array[0, 200].Sample(bytes => _ = GatewayFrame.Parse(bytes), iter: 20_000);

    [Fact]
    public void A_frame_with_a_few_bytes_changed_is_a_frame_or_none() =>
        Gen.Select(FrameText, Gen.Int[0, 1000], Gen.Byte).Sample(
            (text, at, value) =>
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                bytes[at % bytes.Length] = value;
                Look(GatewayFrame.Parse(bytes));
            },
            iter: 20_000);

    [Fact]
    public void A_frame_nested_without_end_is_none() =>
        Assert.Null(GatewayFrame.Parse(Encoding.UTF8.GetBytes($$"""{"op":0,"t":"A","d":{{new string('[', 100_000)}}""")));

    [Fact]
    public void Whatever_happens_the_protocol_waits_for_something_and_sends_no_identify_that_nobody_allowed() =>
        Gen.Select(Gen.Int[0, 17], FrameText, Gen.Int[0, 2]).Array[1, 120].Sample(
            story =>
            {
                var script = new Script();
                script.Feed(new GatewayInput.Start());
                foreach (var (kind, frame, age) in story)
                {
                    var before = script.State.Connection;
                    Feed(script, kind, frame, before - age / 2);
                    Assert.True(script.State.Connection >= before);
                    Waits(script);
                }
            },
            iter: 3_000);

    [Fact]
    public void Whatever_Discord_calls_an_event_its_views_do_not_throw() => FrameText.Sample(text => Look(GatewayFrame.Parse(Encoding.UTF8.GetBytes(text))), iter: 20_000);

    private static void Look(GatewayFrame? frame)
    {
        if (frame is not { T: { } type })
            return;
        foreach (var name in new[] { type, GatewayEvent.InteractionCreate, GatewayEvent.ReadyType, GatewayEvent.GuildCreate, GatewayEvent.GuildDelete })
        {
            var news = new GatewayEvent(name, frame.D);
            _ = (news.Interaction, news.Ready, news.Guild);
        }
    }

    private static void Feed(Script script, int kind, string frame, int connection)
    {
        if (kind < 8)
        {
            if (GatewayFrame.Parse(Encoding.UTF8.GetBytes(frame)) is { } parsed)
                script.Feed(new GatewayInput.Received(connection, parsed));
            else
                script.Feed(new GatewayInput.Unreadable(connection, "is odd"));
            return;
        }
        script.Feed(kind switch
        {
            8 => new GatewayInput.Connected(connection),
            9 => new GatewayInput.ConnectFailed(connection, "Refused."),
            10 => new GatewayInput.Closed(connection, null),
            11 => new GatewayInput.Closed(connection, 4000 + (frame.Length % 10)),
            12 => new GatewayInput.Budget(connection, TimeSpan.Zero),
            13 => new GatewayInput.Budget(connection, TimeSpan.FromSeconds(frame.Length), "Later."),
            14 => new GatewayInput.Found(Script.Found, frame.Length, TimeSpan.FromSeconds(9)),
            15 => new GatewayInput.NotFound("Down."),
            16 when script.Timers.Count > 0 => new GatewayInput.Fired(script.Timers.Keys.ElementAt(frame.Length % script.Timers.Count)),
            _ => new GatewayInput.Fired(GatewayTimer.Reconnect),
        });
    }

    /// <summary>In every phase something will come that moves it on; otherwise the bot would be silent for ever.</summary>
    private static void Waits(Script script)
    {
        GatewayTimer? needed = script.State.Phase switch
        {
            GatewayPhase.Waiting => GatewayTimer.Reconnect,
            GatewayPhase.Ready => GatewayTimer.Heartbeat,
            GatewayPhase.LookingUp or GatewayPhase.Failed => null,
            _ => GatewayTimer.Deadline,
        };
        Assert.True(needed is null || script.Timers.ContainsKey(needed.Value), $"Nothing moves {script.State} on.");
    }
}
