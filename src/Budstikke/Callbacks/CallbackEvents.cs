using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>
/// What a client can be told beside the states of its orders. An event is a fact of the order's timeline under a name
/// of its own, and goes in the order's lane with the states.
/// </summary>
internal static class CallbackEvents
{
    public const string CaseOpened = "case.opened";

    /// <summary>Of the rooms that this one knows.</summary>
    public static readonly IReadOnlyList<EventSource> Sources =
    [
        EventSource.Of<DispatchDeferred>("distribution.attempted"),
        EventSource.Of<DispatchAccepted>("distribution.accepted"),
        EventSource.Of<DispatchDelivered>("distribution.delivered"),
        EventSource.Of<DispatchRefused>("distribution.failed"),
        EventSource.Of<DispatchFailedLate>("distribution.failed"),
        EventSource.Of<DistributionExhausted>("distribution.exhausted"),
    ];

    /// <summary>
    /// A condition on a fact's or a job's JSON, which begins with what is told: that it is an order's state. No state's
    /// name has a point in it.
    /// </summary>
    public static string IsState(string content) =>
        string.Join(
            " AND ",
            new[] { "distribution", "case" }.Select(room => $$"""{{content}} NOT LIKE '{"status":"{{room}}.%'""")
        );

    public static bool IsEvent(string type) => CallbackWishes.AllEvents.Contains(type);

    /// <summary>
    /// One for each order of the fact. Whether the client wants to hear of it is asked again by the job: here only what
    /// is known without a look into the store keeps jobs away.
    /// </summary>
    public static IEnumerable<NewJob> JobsFor(string type, Fact fact, ClientStore clients)
    {
        if (clients.FindKept(fact.ClientId) is { } client && !client.Settings.Callbacks.Wants(type))
            return [];
        var data = JsonSerializer.SerializeToElement(fact, fact.GetType(), JsonOptions.Stored);
        return fact.OrderIds.Select(orderId => new NewJob(fact.ClientId, SendCallback.KindName, orderId)
        {
            Lane = CallbackNews.LaneOf(orderId),
            Content = JsonOptions.Store(new CallbackNews(type, Signature.NewId()) { Data = data }),
        });
    }
}

/// <summary>A kind of fact that a client can be told of.</summary>
/// <param name="Type">As the body says it.</param>
/// <param name="Kind">Of the fact, as it is stored.</param>
internal sealed record EventSource(string Type, string Kind, Action<FactRegister, ClientStore> Add)
{
    /// <param name="isTold">Null: each is.</param>
    public static EventSource Of<T>(string type, Func<T, bool>? isTold = null)
        where T : Fact =>
        new(
            type,
            StoredName.Of<T>(),
            (facts, clients) =>
                facts.OnEach<T>(fact =>
                    isTold?.Invoke(fact) is false ? [] : CallbackEvents.JobsFor(type, fact, clients)
                )
        );
}

/// <summary>What an event told: a replay has its type and its moment alone.</summary>
internal sealed class EventData(Database database, IEnumerable<EventSource> sources)
{
    /// <summary>Null where the timeline does not have it.</summary>
    /// <param name="at">Of the fact, in Unix milliseconds.</param>
    public async Task<JsonElement?> Find(ToldOrder order, string type, long at)
    {
        var kinds = sources.Where(source => source.Type == type).Select(source => source.Kind);
        var content = await database.Read(session =>
            session.QueryOne<string>(
                $"""
                SELECT content FROM facts WHERE order_id = @OrderId AND client_id = @ClientId AND at = @at
                  AND {session.Dialect.IsIn("kind", "kinds")} ORDER BY fact_id LIMIT 1
                """,
                new
                {
                    order.OrderId,
                    order.ClientId,
                    at,
                    kinds = session.Dialect.List([.. kinds]),
                }
            )
        );
        return content is null ? null : JsonOptions.Restore<JsonElement>(content);
    }
}
