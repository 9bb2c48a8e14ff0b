using System.Text.Json.Nodes;
using Budstikke.Orders;

namespace Budstikke.Connect.OpenApi;

/// <summary>Orders to begin with: the sample, and what it becomes for the calls that take one kind of
/// customer.</summary>
internal static class Examples
{
    public static string Private { get; } = SampleOrder.Json;

    public static string Corporate { get; } = ToCompany(SampleOrder.Json);

    public static string PrivateWithoutType { get; } = WithoutType(Private);

    public static string CorporateWithoutType { get; } = WithoutType(Corporate);

    /// <summary>987654325 is right by its check digit and nobody's.</summary>
    private static string ToCompany(string order)
    {
        var body = JsonNode.Parse(order)!;
        var customer = body["customerDetails"]!;
        customer["type"] = "corporate";
        customer["name"] = "Bedrift AS";
        customer["preferredLanguage"] = "no";
        customer["personalNumber"] = null;
        customer["organizationId"] = "987654325";
        body["invoiceMaturity"] = 30;
        body["customerReference"] = "Prosjekt 7";
        return body.ToJsonString();
    }

    private static string WithoutType(string order)
    {
        var body = JsonNode.Parse(order)!;
        body["customerDetails"]!.AsObject().Remove("type");
        return body.ToJsonString();
    }
}
