using Budstikke.Distribution.Ehf;
using Budstikke.Tests.Distribution;

namespace Budstikke.Tests.Peppol;

public sealed class EhfDutyTests
{
    [Theory]
    [InlineData("2026-12-31", "NO", "NO", false)]
    [InlineData("2027-01-01", "NO", "NO", true)]
    [InlineData("2030-01-01", "NO", "NO", true)]
    [InlineData("2027-01-01", "NO", "SE", false)]
    [InlineData("2027-01-01", "SE", "NO", false)]
    public void Norwegian_businesses_owe_each_other_an_EHF_from_2027(
        string issued,
        string seller,
        string buyer,
        bool isWarned
    )
    {
        var invoice = Dispatches.Invoice with
        {
            IssueDate = DateOnly.Parse(issued),
            SellerCountry = seller,
            Country = buyer,
        };

        (EhfDuty.WarningOf(invoice) is not null).ShouldBe(isWarned);
    }
}
