using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

public sealed class DayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void In_24_hours_of_random_faults_no_interaction_is_lost_and_no_identify_wasted(int seed)
    {
        var discord = new SimulatedDiscord(seed);
        discord.Run();
        Assert.True(discord.Faults > 100, $"Only {discord.Faults} faults.");
        Assert.True(discord.Interactions > 3_000, $"Only {discord.Interactions} interactions.");
        Assert.Empty(discord.Lost);
        Assert.Equal(GatewayPhase.Ready, discord.Phase);
        Assert.Equal(discord.Killed + 1, discord.Identifies);
        Assert.True(discord.Identifies < 30, $"{discord.Identifies} identifies.");
    }
}
