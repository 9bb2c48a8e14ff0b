using System.Collections;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Timeline;

namespace Budstikke.Tests.Timeline;

/// <summary>What a timeline says to people, and under which names facts are stored.</summary>
public sealed class FactWordsTests
{
    public static TheoryData<string> Kinds => [.. FactKinds.Types.Select(StoredName.Of).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Kinds))]
    public void Each_fact_is_read_back_from_its_timeline_and_has_a_sentence(string kind)
    {
        var fact = Sample(FactKinds.Types.Single(type => StoredName.Of(type) == kind));

        FactKinds.Read(fact.Kind, fact.Content()).ShouldBeOfType(fact.GetType());
        var words = FactWords.Of(fact.Kind, fact.Content());
        words.ShouldBe(FactWords.Of(fact));
        words.Sentence.ShouldNotBe(fact.Content());
        words.Sentence.Trim().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("SomethingNewer", """{"level":7}""")]
    [InlineData("OrderStatusChanged", """{"from":7}""")]
    public void What_a_newer_program_wrote_stands_as_it_is(string kind, string content) =>
        FactWords.Of(kind, content).ShouldBe(new(Mood.Plain, content));

    [Fact]
    public void A_sentence_says_what_a_person_asks_first() =>
        FactWords
            .Of(
                new OrderAccepted
                {
                    ClientId = "CLT1",
                    OrderIds = ["ODR1"],
                    GrandTotal = 1250.5m,
                    Interval = InvoiceInterval.Monthly,
                    SeparateInvoices = false,
                    HeldUntil = new(2026, 12, 1, 5, 0, 0, TimeSpan.Zero),
                }
            )
            .ShouldBe(new(Mood.Good, "NOK 1250.50, stored; waits for the run of 2026-12-01 05:00:00Z"));

    /// <summary>Any fact of a type, by the constructor and setters that it has.</summary>
    private static Fact Sample(Type type)
    {
        var fact = (Fact)Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            property.SetValue(fact, ValueOf(property.PropertyType));
        return fact;
    }

    private static object? ValueOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? ValueOf(inner)
        : type == typeof(string) ? "some text"
        : type == typeof(IReadOnlyList<string>) ? new[] { "ODR1" }
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)
            ? Array.CreateInstance(type.GetGenericArguments()[0], 0)
        : type.IsValueType ? Activator.CreateInstance(type)
        : JsonSerializer.Deserialize("{}", type, JsonOptions.Stored);
}
