namespace NewsBot.Digest.Subscribers;

/// <summary>Makes a page for a browser from a template such as <c>pages/unsubscribe</c> and its model, as HTML.</summary>
public delegate string RenderPage(string template, object model);
