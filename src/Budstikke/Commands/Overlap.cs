using System.Globalization;

namespace Budstikke.Commands;

/// <summary>How long two of a kind are good side by side, as an option says it.</summary>
internal static class Overlap
{
    public const string Name = "--overlap";

    /// <param name="wrong">Gets a sentence where the text says no such time.</param>
    public static TimeSpan Read(string text, TimeSpan max, List<string> wrong)
    {
        var minutes = text switch
        {
            "0" => 0,
            [.. var count, 'm'] => Count(count),
            [.. var count, 'h'] => Count(count) * 60,
            [.. var count, 'd'] => Count(count) * 60 * 24,
            _ => null,
        };
        if (minutes <= (long)max.TotalMinutes)
            return TimeSpan.FromMinutes(minutes.Value);
        wrong.Add($"{Name} must be 0, or like 30m, 24h, 7d, {max.TotalDays} days at most: {text}");
        return TimeSpan.Zero;
    }

    private static long? Count(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
