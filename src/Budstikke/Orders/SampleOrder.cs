using System.Globalization;

namespace Budstikke.Orders;

/// <summary>The order of samples/order.json, which whoever sends it makes an order of his day.</summary>
internal static class SampleOrder
{
    /// <summary>Stands where the order's date goes, in the way of the HTTP editors.</summary>
    private const string PlaceOfDate = "{{$timestamp}}";

    public static string Of(DateTimeOffset now) => OfToday(Json, now);

    /// <summary>The same all day, so that a repeat under its idempotency key is the same order. An order that has a
    /// date keeps it.</summary>
    public static string OfToday(string order, DateTimeOffset now) =>
        order.Replace(
            PlaceOfDate,
            new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero)
                .ToUnixTimeSeconds()
                .ToString(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );

    public static string Json
    {
        get
        {
            using var stream = typeof(SampleOrder).Assembly.GetManifestResourceStream("Budstikke.order.json")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
