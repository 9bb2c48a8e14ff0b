using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Budstikke.Bench;

/// <param name="Rounds">How often each figure is taken; all figures once, then all again.</param>
/// <param name="Time">How long each is taken for.</param>
/// <param name="Only">Null for all; else those alone whose name has one of these texts.</param>
internal sealed record Pace(int Rounds, TimeSpan Time, IReadOnlyList<string>? Only = null)
{
    /// <summary>A round that does not count goes first: a program compiles itself while it runs. False where each
    /// measurement has all things new.</summary>
    public bool WarmUp { get; init; } = true;

    public bool Takes(string name) =>
        Only is not { Count: > 0 } || Only.Any(text => name.Contains(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A thing to measure: once for each round.</summary>
internal sealed record Measurement(string Name, Func<CancellationToken, Task<IReadOnlyList<Reading>>> Take);

/// <param name="Name">Behind the measurement's name; empty for its main figure.</param>
internal sealed record Reading(string Name, string Unit, double Value);

/// <summary>One figure over all rounds.</summary>
internal sealed record Figure(
    string Name,
    string Unit,
    double Median,
    double Least,
    double Most,
    IReadOnlyList<double> Values
)
{
    public static Figure Of(string name, string unit, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(name, unit, middle, sorted[0], sorted[^1], sorted);
    }
}

internal static class Figures
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Takes every measurement in turn, round after round, so that a slow minute of the machine falls on all
    /// alike.</summary>
    public static async Task<IReadOnlyList<Figure>> Take(
        IReadOnlyList<Measurement> measurements,
        Pace pace,
        CancellationToken cancel
    )
    {
        var readings = new List<(string Name, string Unit, double Value)>();
        for (var round = pace.WarmUp ? 0 : 1; round <= pace.Rounds; round++)
        {
            foreach (var one in measurements.Where(one => pace.Takes(one.Name)))
            {
                await Console.Error.WriteLineAsync($"round {round} of {pace.Rounds}: {one.Name}");
                foreach (var reading in (await one.Take(cancel)).Where(_ => round > 0))
                    readings.Add(($"{one.Name} {reading.Name}".TrimEnd(), reading.Unit, reading.Value));
            }
        }
        return
        [
            .. readings
                .GroupBy(reading => (reading.Name, reading.Unit))
                .Select(group => Figure.Of(group.Key.Name, group.Key.Unit, group.Select(reading => reading.Value))),
        ];
    }

    public static void Print(IReadOnlyList<Figure> figures, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(figures, s_json));
            return;
        }
        var table = new Table().AddColumns("Figure", "Unit", "Median", "Least", "Most");
        foreach (var column in table.Columns.Skip(2))
            column.RightAligned();
        foreach (var one in figures)
            table.AddRow(Markup.Escape(one.Name), one.Unit, Shown(one.Median), Shown(one.Least), Shown(one.Most));
        AnsiConsole.Write(table);
    }

    private static string Shown(double value) =>
        value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);
}
