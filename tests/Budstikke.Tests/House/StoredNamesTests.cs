using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Peppol.As4;
using Budstikke.Support;
using Budstikke.Tests.Support;
using Budstikke.Trail;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.House;

/// <summary>
/// Every name that is stored, against the list beside this file. A name that goes from it can be read in no store any
/// more that an earlier program wrote, and a job of a kind that goes waits for ever: it stays, or a migration comes
/// with the change.
/// </summary>
public sealed class StoredNamesTests
{
    private const int MaxDepth = 6;

    private static readonly (string Name, Type Type)[] s_contents =
    [
        ("order", typeof(Order)),
        ("invoice snapshot", typeof(InvoiceSnapshot)),
        ("seller", typeof(SellerDetails)),
        ("client settings", typeof(ClientSettings)),
        ("refund", typeof(Credit)),
        ("resend", typeof(Correction)),
        ("job of a run", typeof(RunTurn)),
        ("job of open-case", typeof(NewCase)),
        ("job of close-case", typeof(CauseGone)),
        ("job of send-callback", typeof(CallbackNews)),
        ("job of note-answer", typeof(NotedAnswer)),
        ("job of note-report", typeof(NotedReport)),
        ("job of mail-account-change", typeof(ChangedAccount)),
        ("changes on the trail", typeof(Changed)),
        ("signed reference", typeof(SignedReference)),
    ];

    private static readonly Type[] s_values =
    [
        typeof(ClientMode),
        typeof(DispatchState),
        typeof(Cancellation),
        typeof(Resending),
        typeof(Refunding),
        typeof(AttemptOutcome),
        typeof(TryEnd),
        typeof(ResponseKind),
        typeof(BounceEnding),
    ];

    [Fact]
    public async Task Each_is_called_as_it_was()
    {
        await using var app = await BudstikkeApp.Start();
        string[] names =
        [
            .. FactKinds
                .Types.OrderBy(StoredName.Of, StringComparer.Ordinal)
                .SelectMany(type => Paths($"fact {StoredName.Of(type)}", type, 0)),
            .. s_contents.SelectMany(content => Paths(content.Name, content.Type, 0)),
            .. s_values.Select(type => $"{type.Name}: {string.Join(", ", NamesOf(type))}"),
            .. new[] { typeof(Accepted), typeof(Deferred), typeof(NotReachable), typeof(Refused) }.Select(type =>
                $"outcome {StoredName.Of(type)}"
            ),
            .. app
                .Services.GetServices<IJobHandler>()
                .SelectMany(handler => handler.Kind.All.Select(kind => $"job {kind}"))
                .Order(StringComparer.Ordinal),
        ];
        var golden = RepositoryFolder.PathOf("tests", "Budstikke.Tests", "House", "stored-names.txt");
        var actual = Path.Combine(AppContext.BaseDirectory, "stored-names.txt");
        await File.WriteAllLinesAsync(actual, names);

        var kept = await File.ReadAllLinesAsync(golden);
        kept.Except(names).ShouldBeEmpty($"these are gone; {actual} has them as they are now");
        names.Except(kept).ShouldBeEmpty($"these are new; {actual} has them as they are now");
        names.ShouldBe(kept);
    }

    /// <summary>A line for each JSON property, the deepest ones too.</summary>
    private static IEnumerable<string> Paths(string path, Type type, int depth)
    {
        yield return path;
        if (depth == MaxDepth || !type.Namespace!.StartsWith(nameof(Budstikke), StringComparison.Ordinal))
            yield break;
        foreach (var property in JsonOptions.Stored.GetTypeInfo(type).Properties.Where(one => one.Get is not null))
        foreach (var line in Paths(property, $"{path}.{property.Name}", depth))
            yield return line;
    }

    private static IEnumerable<string> Paths(JsonPropertyInfo property, string path, int depth)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
            return [$"{path} = {string.Join(", ", NamesOf(type))}"];
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            return Paths($"{path}[]", type.GetGenericArguments()[^1], depth + 1);
        return Paths(path, type, depth + 1);
    }

    /// <summary>As JSON has them, and the store's columns too.</summary>
    private static IEnumerable<string> NamesOf(Type type) =>
        Enum.GetValues(type)
            .Cast<object>()
            .Select(value => JsonSerializer.Serialize(value, type, JsonOptions.Stored).Trim('"'));
}
