using System.Text;

namespace Budstikke.Bench;

/// <summary>Whole requests, made once and changed in place, so that making them costs next to nothing.</summary>
internal static class RequestBytes
{
    public const string SendInvoice = "/api/v1/connect/orders/invoice/create";
    private const int Customers = 10_000;
    private const string PersonalNumber = "12345678901";

    /// <summary>The sample order, for another customer each time.</summary>
    /// <param name="first">The customer to begin behind.</param>
    public static Func<ReadOnlyMemory<byte>> Orders(string order, string token, int first)
    {
        var head =
            $"POST {SendInvoice} HTTP/1.1\r\n{Headers(token)}Content-Type: application/json\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(order)}\r\n\r\n";
        var request = Encoding.UTF8.GetBytes(head + order);
        var customerAt = request.AsSpan().IndexOf(Encoding.UTF8.GetBytes(PersonalNumber)) + 1;
        var customer = first;
        return () =>
        {
            customer = (customer + 1) % Customers;
            customer.TryFormat(request.AsSpan(customerAt, 4), out _, "0000");
            return request;
        };
    }

    /// <summary>Reads of one path after another.</summary>
    public static Func<ReadOnlyMemory<byte>> Reads(Func<string> nextPath, string token) =>
        () => Encoding.UTF8.GetBytes($"GET {nextPath()} HTTP/1.1\r\n{Headers(token)}\r\n");

    /// <summary>The same change of one order after another, each under a key of its own.</summary>
    /// <param name="call">As in the path: <c>cancel</c>.</param>
    public static Func<ReadOnlyMemory<byte>> Changes(string call, Func<string> nextOrder, string body, string token) =>
        () =>
            Encoding.UTF8.GetBytes(
                $"POST /api/v1/connect/orders/{call}/{nextOrder()} HTTP/1.1\r\n"
                    + $"{Headers(token)}Idempotency-Key: {Guid.NewGuid()}\r\nContent-Type: application/json\r\n"
                    + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
            );

    private static string Headers(string token) => $"Host: localhost\r\nAuthorization: Bearer {token}\r\n";
}
