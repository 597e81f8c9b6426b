using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using NewsBot.Digest.Languages;
using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace NewsBot.Digest.Mail;

/// <summary>A template that is missing, cannot be read, or fails. The message says where: <c>digest/weekly.sbn-html:12:5</c>.</summary>
public sealed class TemplateException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>There is no such file, or it is no template: it fails whatever the model.</summary>
    public bool IsUnreadable { get; init; }
}

/// <summary>
/// Renders what lies in a folder of templates, and nothing from outside it. In <c>.sbn-html</c> every printed value is
/// HTML-encoded but what a partial returns; in <c>.sbn-txt</c> nothing is.
/// </summary>
public sealed partial class Templates
{
    // The page of an edition with two thousand items; more is a loop gone wrong.
    private const int LargestOutput = 5_000_000;
    private const string Html = ".sbn-html";
    private const string Text = ".sbn-txt";

    private readonly string folder;
    private readonly ConcurrentDictionary<string, Template> parsed = new(StringComparer.Ordinal);

    /// <exception cref="TemplateException">There is no such folder.</exception>
    public Templates(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        if (!Directory.Exists(this.folder))
        {
            throw new TemplateException($"There is no templates folder at {this.folder}. Put the folder \"templates\" of this release there, or configure where it is.");
        }

        try
        {
            // Whoever has templates of their own need not have phrases of their own.
            var phrases = Path.Combine(this.folder, "phrases");
            Phrases = Phrases.Load(Directory.Exists(phrases) ? phrases : Path.Combine(AppContext.BaseDirectory, "templates", "phrases"));
        }
        catch (InvalidDataException problem)
        {
            throw new TemplateException(problem.Message, problem);
        }
    }

    /// <summary>What templates say by <c>say "key" value …</c>, in the model's <c>language</c>.</summary>
    public Phrases Phrases { get; }

    /// <summary>Parses every template of the folder.</summary>
    /// <returns>What is wrong with them, one line for each; empty when all is well.</returns>
    public IReadOnlyList<string> Check()
    {
        var problems = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.sbn-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                Parse(Path.GetRelativePath(folder, path));
            }
            catch (TemplateException problem)
            {
                problems.Add(problem.Message);
            }
        }

        return problems;
    }

    /// <param name="name">Such as <c>digest/weekly</c>.</param>
    /// <param name="model">Its members are the template's variables, in snake case.</param>
    /// <exception cref="TemplateException">It is missing or fails.</exception>
    public string RenderHtml(string name, object model) => Render(name, Html, model);

    /// <inheritdoc cref="RenderHtml"/>
    public string RenderText(string name, object model) => Render(name, Text, model);

    private string Render(string name, string extension, object model)
    {
        var context = extension == Html ? new HtmlContext() : new DigestContext();
        var globals = new ScriptObject();
        globals.Import(model);
        globals.Import("say", (string key, params object[] values) => Phrases.Say(globals["language"] as string ?? Phrases.English, key, values));
        globals.Import("partial", (string partial, object? argument) => Partial(context, partial, argument));
        context.PushGlobal(globals);
        try
        {
            return Render(Parse(name + extension), context);
        }
        catch (TemplateException)
        {
            // Whoever corrects a file should not have to restart for it.
            parsed.Clear();
            throw;
        }
    }

    private SafeHtml Partial(DigestContext context, string name, object? argument)
    {
        if (context is not HtmlContext)
        {
            throw new TemplateException($"partial \"{name}\": partials are for {Html} templates");
        }

        context.EnterPartial(name);
        context.PushGlobal(new ScriptObject { ["it"] = argument });
        context.PushOutput();
        try
        {
            return new SafeHtml(Render(Parse($"partials/{name}{Html}"), context));
        }
        finally
        {
            context.PopOutput();
            context.PopGlobal();
            context.LeavePartial();
        }
    }

    private static string Render(Template template, DigestContext context)
    {
        try
        {
            var output = template.Render(context);
            return output.Length <= LargestOutput ? output : throw new TemplateException($"{template.SourceFilePath}: it renders more than {LargestOutput} characters");
        }
        catch (ScriptRuntimeException failure)
        {
            // What a function of ours threw already says where.
            throw failure.InnerException as TemplateException
                ?? new TemplateException($"{failure.Span.FileName}:{failure.Span.Start.Line + 1}:{failure.Span.Start.Column + 1}: {failure.OriginalMessage}", failure);
        }
    }

    private Template Parse(string file) => parsed.GetOrAdd(file, name =>
    {
        if (!SafeName().IsMatch(name))
        {
            throw new TemplateException($"\"{name}\" is not the name of a template: lower-case letters, digits, - and / only") { IsUnreadable = true };
        }

        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            throw new TemplateException($"There is no template {path}. Put the file of this release there, or correct its name.") { IsUnreadable = true };
        }

        var template = Template.Parse(File.ReadAllText(path), name);
        if (template.HasErrors)
        {
            var problems = template.Messages.Select(message => $"{name}:{message.Span.Start.Line + 1}:{message.Span.Start.Column + 1}: {message.Message}");
            throw new TemplateException(string.Join("; ", problems)) { IsUnreadable = true };
        }

        return template;
    });

    [GeneratedRegex(@"\A[a-z0-9-]+(/[a-z0-9-]+)*\.sbn-(html|txt)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SafeName();
}
