using System.Globalization;

namespace Budstikke.Orders;

/// <summary>The order of samples/order.json, as the published page has it.</summary>
internal static class SampleOrder
{
    /// <summary>When the published order was made, in Unix seconds.</summary>
    private const string Published = "1703040812";

    /// <summary>The order as if it were made at this moment.</summary>
    public static string Of(DateTimeOffset moment) =>
        Json.Replace(
            Published,
            moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
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
