using System.CommandLine;
using NewsBot.Benchmarks;

var json = new Option<bool>("--json") { Description = "One JSON line (there is no other form)", Recursive = true };
var root = new RootCommand("Measures NewsBot on this machine; compare figures of one run only.") { json, AnswerBenchmark.Create(), ChatBenchmark.Create(), MailBenchmark.Create(), WatchBenchmark.Create(), WatchHalf.Create(), FeedServer.Create() };
return await root.Parse(args).InvokeAsync();
