using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsBot.Sandbox.LocalDiscord.Webhooks;

/// <summary>Tells the two things apart that <c>/webhooks/{id}/{token}</c> can be: with the application's id it answers an interaction.</summary>
internal sealed class IncomingWebhook(Discord discord) : IRouteConstraint
{
    /// <summary>The name of the constraint in a route.</summary>
    public const string Name = "incoming";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection)
        => Snowflakes.TryParse(values[routeKey]?.ToString(), out var id) && id != discord.BotId;
}
