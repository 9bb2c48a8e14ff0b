using Budstikke.Documents.Ubl;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Ubl;

public class UblRulesTests
{
    [NeedsPeppolRules]
    public Task A_simple_invoice_is_accepted_by_the_official_rules() =>
        PeppolRules.ShouldAccept(UblWriter.ToArray(Samples.Simple));
}
