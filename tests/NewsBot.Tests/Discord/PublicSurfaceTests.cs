using NewsBot.Discord.Rest;
using NewsBot.Tests.Support;
using PublicApiGenerator;
using Xunit;

namespace NewsBot.Tests.Discord;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void What_the_client_shows_the_program_is_in_its_golden_file() =>
        Golden.Matches(
            "discord-public-api.txt",
            typeof(DiscordRest).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n");
}
