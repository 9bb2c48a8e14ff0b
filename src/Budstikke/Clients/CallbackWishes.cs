using System.Text.Json.Serialization;

namespace Budstikke.Clients;

/// <summary>How a client is told of its orders.</summary>
internal enum CallbackMethod
{
    /// <summary>A GET with the state in its query, as the Connect API has it.</summary>
    [JsonStringEnumMemberName("get")]
    Get,

    /// <summary>A POST with a JSON body.</summary>
    [JsonStringEnumMemberName("post")]
    Post,
}

/// <summary>What a client wants to be told of its orders, and how. Their states are told to everybody.</summary>
internal sealed record CallbackWishes
{
    /// <summary>What can be told beside an order's state, by the type that the body says.</summary>
    public static readonly IReadOnlyList<string> AllEvents =
    [
        "distribution.attempted",
        "distribution.accepted",
        "distribution.delivered",
        "distribution.failed",
        "distribution.exhausted",
        "case.opened",
    ];

    public const string OrderStates = "order-states";
    private const string Distribution = "distribution";
    private const string All = "all";

    public CallbackMethod Method { get; init; }

    /// <summary>Of <see cref="AllEvents"/>.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    public static string EventWords => $"{OrderStates}, {Distribution}, {All}, {string.Join(", ", AllEvents)}";

    public bool Wants(string type) => Method == CallbackMethod.Post && Events.Contains(type);

    /// <summary>The events that words of <see cref="EventWords"/> name; a word that names none stands for itself, and
    /// is refused with the rest.</summary>
    public static IReadOnlyList<string> Parse(string words)
    {
        var named = words
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(NamedBy)
            .ToHashSet(StringComparer.Ordinal);
        return [.. AllEvents.Where(named.Contains), .. named.Except(AllEvents)];
    }

    private static IEnumerable<string> NamedBy(string word) =>
        word switch
        {
            OrderStates => [],
            All => AllEvents,
            Distribution => AllEvents.Where(type => type.StartsWith($"{Distribution}.", StringComparison.Ordinal)),
            _ => [word],
        };

    /// <summary>Everything that is wrong with it.</summary>
    public IEnumerable<ClientFinding> Check()
    {
        if (Events.Except(AllEvents).FirstOrDefault() is { } unknown)
            yield return new(ClientField.CallbackEvents, $"must be of {EventWords}") { Given = unknown };
        else if (Method == CallbackMethod.Get && Events.Count > 0)
            yield return new(ClientField.CallbackEvents, "beside the states are for POST alone");
    }
}
