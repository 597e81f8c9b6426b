namespace NewsBot.Newsroom.Sources.Named;

/// <summary>A named value cannot be taken. The message names the field and the form expected.</summary>
internal sealed class FieldException(string message) : Exception(message);
