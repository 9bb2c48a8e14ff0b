using System.Net;
using Budstikke.Jobs.Network;
using Budstikke.Storage;

namespace Budstikke.Connect;

/// <summary>
/// What half-sent bodies and half-taken answers may hold of this node's memory: for how long, and how many of them at
/// once. The server's least rate is an average, so that whoever sent a lot at once could be silent for an hour.
/// </summary>
internal sealed record SlowCalls(TimeSpan? BodyTime, Crowd Bodies, TimeSpan? AnswerTime, Crowd Answers)
{
    private const int MaxSeconds = 3_600;
    private const int MaxOpen = 1_000_000;

    public static SlowCalls Of(IConfiguration settings)
    {
        return new(
            Seconds("Connect:BodySeconds"),
            new(Most("Connect:OpenBodiesPerClient", 500), Most("Connect:OpenBodiesPerAddress", 2_000)),
            Seconds("Connect:AnswerSeconds"),
            new(Most("Connect:OpenAnswersPerClient", 500), Most("Connect:OpenAnswersPerAddress", 2_000))
        );

        TimeSpan? Seconds(string name) =>
            Settings.Number(settings, name, 30, 0, MaxSeconds) is > 0 and var seconds
                ? TimeSpan.FromSeconds(seconds)
                : null;

        int Most(string name, int otherwise) => Settings.Number(settings, name, otherwise, 0, MaxOpen);
    }
}

/// <summary>For whom a call holds what it holds; a feature of the request, set by whoever takes it.</summary>
internal sealed record Holding(string? ClientId, IPAddress? From, SlowCalls Limits)
{
    public static void Begin(HttpContext context, SlowCalls limits) =>
        context.Features.Set(new Holding(null, context.Connection.RemoteIpAddress, limits));

    /// <summary>From here on it is known who calls.</summary>
    public static void Name(HttpContext context, string clientId)
    {
        if (context.Features.Get<Holding>() is { } holding)
            context.Features.Set(holding with { ClientId = clientId });
    }

    /// <summary>A place for a body that has not come whole; null when there is none left.</summary>
    public IDisposable? EnterBody() => Limits.Bodies.TryEnter(ClientId, CallerAddress.Of(From));

    /// <summary>A place for an answer that is not taken at once; null when there is none left.</summary>
    public IDisposable? EnterAnswer() => Limits.Answers.TryEnter(ClientId, CallerAddress.Of(From));
}
