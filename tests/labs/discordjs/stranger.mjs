// A bot by another hand: it knows Discord by discord.js alone, and says on stdout, one JSON object a line, what it lived through.
// NEWSBOT_LAB_API is the address up to and without the version, NEWSBOT_LAB_TOKEN the token, NEWSBOT_LAB_CHANNEL where it posts.
// Lines on stdin are orders: "post", "register", "edit"; the end of stdin ends it.
import { createInterface } from 'node:readline';
import { ChannelType, Client, EmbedBuilder, Events, GatewayIntentBits, SlashCommandBuilder } from 'discord.js';

const say = (step, facts = {}) => process.stdout.write(`${JSON.stringify({ step, ...facts })}\n`);
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: process.env.NEWSBOT_LAB_API } });
let message;

client.on(Events.ClientReady, () => {
  const guild = client.guilds.cache.first();
  say('ready', {
    bot: client.user.username,
    guild: guild?.name,
    channels: guild?.channels.cache.filter((channel) => channel.type === ChannelType.GuildText).map((channel) => channel.name),
    roles: guild?.roles.cache.map((role) => role.name),
    canSend: guild?.channels.cache.get(process.env.NEWSBOT_LAB_CHANNEL)?.permissionsFor(client.user)?.has('SendMessages'),
  });
});
client.on(Events.ShardResume, (_, replayed) => say('resumed', { replayed }));
client.on(Events.ShardDisconnect, (closed) => say('disconnected', { code: closed.code }));
client.on(Events.ChannelCreate, (channel) => say('channel', { name: channel.name }));
client.on(Events.GuildDelete, () => say('kicked'));
client.on(Events.GuildUnavailable, () => say('outage'));
client.on(Events.Error, (error) => say('error', { message: error.message }));
client.on(Events.InteractionCreate, (interaction) => {
  attempt('interaction', async () => {
    await interaction.deferReply();
    await interaction.editReply(`Hello ${interaction.member.displayName}: ${interaction.options.getString('word')}`);
    say('answered', { command: interaction.commandName, by: interaction.user.username });
  });
});

const orders = {
  async post() {
    const channel = await client.channels.fetch(process.env.NEWSBOT_LAB_CHANNEL);
    const embed = new EmbedBuilder().setTitle('Port security').setDescription('Written by a stranger.').setURL('https://news.example.org/ports').setColor(0x1f5fa8);
    message = await channel.send({ content: 'News', embeds: [embed], allowedMentions: { parse: [] } });
    say('posted', { id: message.id, title: message.embeds[0].title });
  },
  async edit() {
    message = await message.edit('News, corrected');
    say('edited', { content: message.content, edited: message.editedTimestamp !== null });
  },
  async register() {
    const command = new SlashCommandBuilder().setName('echo').setDescription('Says a word').addStringOption((word) => word.setName('word').setDescription('Which').setRequired(true));
    const made = await client.guilds.cache.first().commands.set([command]);
    say('registered', { names: made.map((one) => one.name) });
  },
};

async function attempt(what, act) {
  try {
    await act();
  } catch (error) {
    say('failed', { what, message: error.message, code: error.code });
  }
}

createInterface({ input: process.stdin })
  .on('line', (order) => attempt(order, orders[order]))
  .on('close', async () => {
    await client.destroy();
    say('ended');
  });
await attempt('login', () => client.login(process.env.NEWSBOT_LAB_TOKEN));
