namespace NewsBot.Tests.Scenarios;

internal enum ActKind
{
    Publish,
    Edit,
    Correct,
    Withdraw,
    Republish,

    /// <summary>To another topic, and so to other channels.</summary>
    Move,
    ModeratorDeletes,

    /// <summary>Nobody has written into the thread for long.</summary>
    Archive,

    /// <summary>All that is due is sent.</summary>
    Send,

    /// <summary>The process dies in the middle of sends, some before and some after their effect.</summary>
    Crash,
    Restart,

    /// <summary>One of the next requests to Discord goes wrong.</summary>
    Fault,
    Wait,
}

/// <param name="Number">Decides what it happens to.</param>
internal sealed record Act(ActKind Kind, int Number);
