using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using Xunit;

namespace NewsBot.Tests.Discord.Rest;

public sealed class ComponentJsonTests
{
    [Fact]
    public async Task Rows_and_buttons_of_a_message_say_what_they_are()
    {
        var draft = new MessageDraft { Components = [new ActionRow(new Button { Style = ButtonStyle.Danger, Label = "Kill", CustomId = "v1:kill" })] };
        const string Rows = """
            "components":[{"type":1,"components":[{"type":2,"style":4,"label":"Kill","custom_id":"v1:kill"}]}]
            """;
        foreach (var content in new[] { MessageContent.Create(draft), MessageContent.Edit(draft) })
        {
            using (content)
            {
                Assert.Contains(Rows, await content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
    }
}
