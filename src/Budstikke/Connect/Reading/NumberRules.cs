using System.Globalization;
using Budstikke.Orders;

namespace Budstikke.Connect.Reading;

internal sealed record IsNumber : Rule
{
    public override bool Holds(in Value value, Surroundings around) => value.Number is not null;

    public override string Text(string name) => $"The {name} must be a number.";
}

internal sealed record IsInteger : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Number is not { } number || decimal.IsInteger(number);

    public override string Text(string name) => $"The {name} must be an integer.";
}

/// <summary>A limit is judged on numbers only.</summary>
internal sealed record GreaterThan(decimal Limit) : Rule
{
    public override bool Holds(in Value value, Surroundings around) => value.Number is not { } number || number > Limit;

    public override string Text(string name) => $"The {name} must be greater than {Limit}.";
}

/// <summary>A quantity may be below zero, within its limits, but never zero itself.</summary>
internal sealed record NotZero : Rule
{
    public override bool Holds(in Value value, Surroundings around) => value.Number is not 0;

    public override string Text(string name) => $"The {name} must be greater than 0.";
}

internal sealed record AtLeast(decimal Limit) : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Number is not { } number || number >= Limit;

    public override string Text(string name) =>
        $"The {name} must be at least {Limit.ToString(CultureInfo.InvariantCulture)}.";
}

internal sealed record AtMost(decimal Limit) : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Number is not { } number || number <= Limit;

    public override string Text(string name) =>
        $"The {name} must not be greater than {Limit.ToString(CultureInfo.InvariantCulture)}.";
}

/// <summary>Unlike a limit, a choice fails on what is no number too.</summary>
internal sealed record OneOfNumbers(params decimal[] Choices) : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Number is { } number && Choices.Contains(number);

    public override string Text(string name) => $"The selected {name} is invalid.";

    public override string Hint(Surroundings around) => Allowed(Choices);
}

/// <summary>The VAT rates that the client's settings allow.</summary>
internal sealed record OneOfVatRates : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Number is { } number && around.VatRates.Contains(number);

    public override string Text(string name) => $"The selected {name} is invalid.";

    public override string Hint(Surroundings around) => Allowed(around.VatRates);
}

/// <summary>The days that the customer's type allows; while that is not known, those of either.</summary>
internal sealed record OneOfMaturities(decimal[] Private, decimal[] Corporate) : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Number is { } number
        && (
            (around.Type is not CustomerType.Corporate && Private.Contains(number))
            || (around.Type is not CustomerType.Private && Corporate.Contains(number))
        );

    public override string Text(string name) => $"The selected {name} is invalid.";

    public override string Hint(Surroundings around) =>
        around.Type switch
        {
            CustomerType.Private => Allowed(Private),
            CustomerType.Corporate => Allowed(Corporate),
            _ =>
                $"{Allowed(Private)[..^1]} for a private customer; {string.Join(", ", Corporate)} for a corporate one.",
        };
}

internal sealed record IsBoolean : Rule
{
    public override bool Holds(in Value value, Surroundings around) => value.Boolean is not null;

    public override string Text(string name) => $"The {name} field must be true or false.";

    public override string Hint(Surroundings around) => "Allowed: true, false, 1, 0.";
}

/// <summary>
/// Whole seconds since 1970, as a number or a text of digits, from <see cref="Earliest"/> to
/// <see cref="MaxYearsAhead"/>: milliseconds are thousands of years ahead, and so found out.
/// </summary>
internal sealed record UnixSeconds(DateTimeOffset Earliest, int MaxYearsAhead) : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Number is { } seconds
        && (value.Kind is ValueKind.Number || !value.Text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        && decimal.IsInteger(seconds)
        && seconds >= Earliest.ToUnixTimeSeconds()
        && seconds <= around.Now.AddYears(MaxYearsAhead).ToUnixTimeSeconds();

    public override string Text(string name) => $"The {name} must be a valid unix timestamp.";

    public override string Hint(Surroundings around) =>
        $"Whole seconds since 1970, from {Earliest.ToUnixTimeSeconds()} to "
        + $"{around.Now.AddYears(MaxYearsAhead).ToUnixTimeSeconds()}; now is {around.Now.ToUnixTimeSeconds()}.";
}
