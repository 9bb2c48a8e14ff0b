using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// Something that became true, named in the past tense. It is written in the transaction that made it true: one row on
/// the timeline of each order it is about, or of what else it is about, and one job for each handler that waits for it.
/// </summary>
internal abstract record Fact
{
    private const string System = "system";

    public required string ClientId { get; init; }

    /// <summary>The orders that it is about; empty where it is about none.</summary>
    public required IReadOnlyList<string> OrderIds { get; init; }

    /// <summary>What it is about beside its orders, and alone where it has none: a run. Null where there is no
    /// such.</summary>
    public string? About { get; init; }

    /// <summary>Under whose ids it stands: its orders', else that of what it is about. Both in one column.</summary>
    public IReadOnlyList<string> Timelines => OrderIds.Count > 0 || About is null ? OrderIds : [About];

    /// <summary>Who caused it: <c>token:NAME</c>, <c>person:NAME</c> or <c>system</c>.</summary>
    public string CausedBy { get; init; } = System;

    /// <summary>As it stands on timelines and in the API.</summary>
    public string Kind => StoredName.Of(GetType());

    /// <summary>The first of its orders, of a fact that is about one.</summary>
    public string OrderId => OrderIds[0];

    public string Content() => JsonSerializer.Serialize(this, GetType(), JsonOptions.Stored);
}

/// <summary>What the timeline shows.</summary>
/// <param name="OrderId">Whose timeline it is: an order's, or a run's.</param>
/// <param name="FactId">In the order in which they were written.</param>
internal sealed record FactRow(string OrderId, string Kind, string Content, long At, string CausedBy, long FactId = 0)
{
    public static readonly Table Table = new(
        "facts",
        [
            ("client_id", ColumnType.Text),
            ("order_id", ColumnType.Text),
            ("kind", ColumnType.Text),
            ("content", ColumnType.Text),
            ("at", ColumnType.Bigint),
            ("caused_by", ColumnType.Text),
        ]
    );

    /// <summary>
    /// Whether what was announced together is on the timelines, by its first: the same kind for the same order was not
    /// announced before. True for nothing.
    /// </summary>
    public static async Task<bool> IsThere(Session session, IReadOnlyCollection<Fact> announced) =>
        announced.FirstOrDefault() is not { } first
        || await session.QuerySingle<long>(
            "SELECT count(*) FROM facts WHERE order_id = @OrderId AND client_id = @ClientId AND kind = @Kind "
                + "AND content = @content",
            new
            {
                OrderId = first.Timelines[0],
                first.ClientId,
                first.Kind,
                content = first.Content(),
            }
        ) > 0;

    /// <summary>The last that was written, of any order; null where there is none yet.</summary>
    public static Task<NewestFact?> Newest(Session session) =>
        session.QueryOne<NewestFact>("SELECT fact_id AS FactId, at AS At FROM facts ORDER BY fact_id DESC LIMIT 1");

    /// <summary>The most facts that one reading of a timeline gives.</summary>
    public const int MaxRead = 1000;

    /// <summary>Every fact about an order of the client's, or on the timeline of one of its runs, oldest
    /// first.</summary>
    public static Task<IReadOnlyList<FactRow>> Of(
        Session session,
        string clientId,
        string orderId,
        long afterFact = 0,
        long count = MaxRead
    ) =>
        session.Query<FactRow>(
            """
            SELECT order_id AS OrderId, kind AS Kind, content AS Content, at AS At, caused_by AS CausedBy,
              fact_id AS FactId
            FROM facts WHERE order_id = @orderId AND client_id = @clientId AND fact_id > @afterFact
            ORDER BY fact_id LIMIT @count
            """,
            new
            {
                orderId,
                clientId,
                afterFact,
                count,
            }
        );
}

/// <param name="At">Unix milliseconds.</param>
internal sealed record NewestFact(long FactId, long At);

internal static class JsonOptions
{
    /// <summary>How facts, jobs and orders stand in the store: camelCase, enums by name, nothing that is
    /// null.</summary>
    public static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        // Whose fact it is stands in the row's own columns; the content is what the kind of fact adds.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers =
            {
                static type =>
                {
                    foreach (var property in type.Properties.Where(property => IsOfFact(property)).ToList())
                        type.Properties.Remove(property);
                },
            },
        },
    };

    private static bool IsOfFact(JsonPropertyInfo property) =>
        property.AttributeProvider is MemberInfo member && member.DeclaringType == typeof(Fact);

    public static string Store<T>(T value) => JsonSerializer.Serialize(value, Stored);

    public static T Restore<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Stored) ?? throw new JsonException($"Not a {typeof(T).Name}: null.");
}
