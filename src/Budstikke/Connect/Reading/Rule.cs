using System.Globalization;
using Budstikke.Callbacks;

namespace Budstikke.Connect.Reading;

/// <summary>One thing that a field's value must be. It is judged on values that are there.</summary>
internal abstract record Rule
{
    public abstract bool Holds(in Value value, Surroundings around);

    /// <summary>What the client reads when it does not hold: Laravel's English catalogue up to version 9.</summary>
    public abstract string Text(string name);

    /// <summary>What would hold, where the text does not say it; null where it does.</summary>
    public virtual string? Hint(Surroundings around) => null;

    protected static string Allowed<T>(IEnumerable<T> choices) =>
        string.Create(CultureInfo.InvariantCulture, $"Allowed: {string.Join(", ", choices)}.");
}

/// <summary>What the rules of a field need to know beside its value.</summary>
/// <param name="Type">Null when the body does not say it.</param>
internal sealed record Surroundings(
    IReadOnlyCollection<decimal> VatRates,
    DateTimeOffset Now,
    Orders.CustomerType? Type = null
)
{
    /// <summary>Where callbacks may go on this installation.</summary>
    public CallbackSettings Callbacks { get; init; } = new();
}
