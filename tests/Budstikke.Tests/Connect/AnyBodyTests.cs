using System.Text;
using Budstikke.Connect.Reading;
using Budstikke.Tests.Fuzz;

namespace Budstikke.Tests.Connect;

/// <summary>Bodies that nobody thought of.</summary>
public sealed class AnyBodyTests
{
    private const int Tries = 2_000;

    [Fact]
    public void A_body_with_odd_values_in_any_places_never_throws_and_is_an_order_or_has_errors()
    {
        var chance = new Random(20260319);
        for (var i = 0; i < Tries; i++)
            Judge(Encoding.UTF8.GetBytes(OddBodies.WithOddValues(chance, Bodies.Valid)));
    }

    [Fact]
    public void A_body_with_bytes_changed_cut_or_doubled_never_throws()
    {
        var chance = new Random(20260320);
        for (var i = 0; i < Tries; i++)
            Judge(OddBodies.WithOddBytes(chance, Bodies.Valid));
    }

    private static void Judge(byte[] body)
    {
        var shown = Encoding.UTF8.GetString(body);
        foreach (var table in new[] { FieldTable.Invoice, FieldTable.Faktura, FieldTable.Ehf })
        {
            var request = Should.NotThrow(
                () => SendInvoiceRequest.Read(body, new(Bodies.VatRates, Bodies.Now), table),
                shown
            );
            (request.Order is null).ShouldBe(request.Errors.Count > 0, shown);
            request.Errors.ShouldBeUnique(shown);
        }
    }
}
