using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using Xunit;

namespace NewsBot.Tests.Discord.Model;

public sealed class ChannelPermissionsTests
{
    private const Permissions Writer = Permissions.ViewChannel | Permissions.SendMessages | Permissions.EmbedLinks;
    private static readonly Snowflake GuildId = new(1);
    private static readonly Snowflake OwnerId = new(2);
    private static readonly Snowflake MemberId = new(3);
    private static readonly Snowflake Press = new(4);
    private static readonly Snowflake Muted = new(5);

    [Fact]
    public void Roles_add_up() => Assert.Equal(Writer | Permissions.AttachFiles, Of(Writer, [Press], press: Permissions.AttachFiles));

    [Fact]
    public void A_role_that_the_member_has_not_gives_nothing() => Assert.Equal(Writer, Of(Writer, [], press: Permissions.AttachFiles));

    [Fact]
    public void An_administrator_and_the_owner_may_do_everything_whatever_the_channel_says()
    {
        var closed = Deny(OverwriteType.Role, GuildId, Permissions.ViewChannel);

        Assert.True(Of(Permissions.None, [Press], press: Permissions.Administrator, overwrites: closed).HasFlag(Permissions.ManageWebhooks | Permissions.ViewChannel));
        Assert.True(Of(Permissions.None, [], member: OwnerId, overwrites: closed).HasFlag(Permissions.ManageWebhooks | Permissions.ViewChannel));
    }

    [Fact]
    public void A_channel_closed_to_everyone_is_open_to_a_role_it_allows() =>
        Assert.Equal(Writer, Of(Writer, [Press], overwrites: [Deny(OverwriteType.Role, GuildId, Permissions.ViewChannel), Allow(OverwriteType.Role, Press, Permissions.ViewChannel)]));

    [Fact]
    public void Among_roles_an_allowance_wins_over_a_denial_in_whatever_order_they_stand()
    {
        PermissionOverwrite[] both = [Allow(OverwriteType.Role, Press, Permissions.SendMessages), Deny(OverwriteType.Role, Muted, Permissions.SendMessages)];

        Assert.Equal(Writer, Of(Writer, [Press, Muted], overwrites: both));
        Assert.Equal(Writer, Of(Writer, [Press, Muted], overwrites: [both[1], both[0]]));
    }

    [Fact]
    public void The_members_own_overwrite_wins_over_its_roles() =>
        Assert.Equal(
            Permissions.ViewChannel,
            Of(Writer, [Press], overwrites: [Deny(OverwriteType.Member, MemberId, Permissions.SendMessages), Allow(OverwriteType.Role, Press, Permissions.SendMessages)]));

    [Fact]
    public void An_overwrite_of_another_member_or_of_a_role_with_a_members_id_does_nothing() =>
        Assert.Equal(Writer, Of(Writer, [], overwrites: [Deny(OverwriteType.Member, OwnerId, Permissions.SendMessages), Deny(OverwriteType.Role, MemberId, Permissions.SendMessages)]));

    [Fact]
    public void Who_does_not_see_the_channel_may_do_nothing_there() =>
        Assert.Equal(Permissions.None, Of(Writer | Permissions.ManageMessages, [], overwrites: Deny(OverwriteType.Role, GuildId, Permissions.ViewChannel)));

    [Fact]
    public void Who_does_not_write_attaches_embeds_and_pings_nothing() =>
        Assert.Equal(
            Permissions.ViewChannel | Permissions.ManageMessages,
            Of(Writer | Permissions.AttachFiles | Permissions.MentionEveryone | Permissions.ManageMessages, [], overwrites: Deny(OverwriteType.Role, GuildId, Permissions.SendMessages)));

    private static PermissionOverwrite Allow(OverwriteType type, Snowflake id, Permissions bits) => new(id, type, bits, Permissions.None);

    private static PermissionOverwrite Deny(OverwriteType type, Snowflake id, Permissions bits) => new(id, type, Permissions.None, bits);

    private static Permissions Of(
        Permissions everyone,
        IReadOnlyList<Snowflake> roles,
        Permissions press = Permissions.None,
        Snowflake? member = null,
        params PermissionOverwrite[] overwrites) => ChannelPermissions.Of(
            new Guild(GuildId, "LEP", OwnerId, [new Role(GuildId, "@everyone", everyone), new Role(Press, "Press", press), new Role(Muted, "Muted", Permissions.None)]),
            new Member(new User(member ?? MemberId, "newsbot"), roles),
            new Channel { Id = new Snowflake(9), Type = ChannelType.Text, PermissionOverwrites = overwrites });
}
